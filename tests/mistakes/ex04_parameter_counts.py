"""Known mistakes of ex04, each a whole small wrong program."""

import math

import keras

from rnnlab.author import mistake

# ---------------------------------------------------------------- simple_rnn_params


@mistake("simple_rnn_params")
def simple_rnn_without_bias(units, input_dim):
    """편향이 빠졌습니다. 뉴런마다 편향이 하나씩 있습니다.
    The biases are missing: every neuron has one."""
    return units * (units + input_dim)


@mistake("simple_rnn_params")
def simple_rnn_without_recurrence(units, input_dim):
    """과거 기억에서 오는 가중치 W_h가 빠졌습니다. 이렇게 세면 Dense 층의 수가 됩니다.
    The recurrent weights W_h are missing; counted like this, it is a Dense layer."""
    return units * (input_dim + 1)


@mistake("simple_rnn_params")
def simple_rnn_swapped(units, input_dim):
    """units와 input_dim이 서로 바뀌었습니다. 제곱이 되는 것은 units입니다.
    units and input_dim are swapped: it is units that is squared."""
    return input_dim * (input_dim + units + 1)


@mistake("simple_rnn_params")
def simple_rnn_one_bias(units, input_dim):
    """편향을 층 전체에서 하나만 세었습니다. 편향은 뉴런마다 하나, 모두 units개입니다.
    Only one bias was counted for the whole layer; there is one per neuron."""
    return units * (units + input_dim) + 1


@mistake("simple_rnn_params")
def simple_rnn_one_neuron(units, input_dim):
    """뉴런 하나로 들어오는 선만 세었습니다. 층에는 그런 뉴런이 units개 있습니다.
    These are the lines into one neuron; the layer has units such neurons."""
    return units + input_dim + 1


@mistake("simple_rnn_params")
def simple_rnn_diagonal(units, input_dim):
    """W_h를 units개로 세었습니다. 모든 뉴런이 모든 뉴런의 과거와 이어지므로 units × units개입니다.
    W_h was counted as units; every neuron sees the past of every neuron: units × units."""
    return units + units * input_dim + units


@mistake("simple_rnn_params")
def simple_rnn_two_biases(units, input_dim):
    """편향을 뉴런마다 두 개씩 세었습니다. Keras의 SimpleRNN은 하나만 씁니다.
    Two biases per neuron were counted; Keras's SimpleRNN has one."""
    return units * (units + input_dim + 2)


@mistake("simple_rnn_params")
def simple_rnn_with_dense(units, input_dim):
    """뒤에 오는 Dense(1)의 파라미터까지 더했습니다. SimpleRNN 층만 세세요.
    The Dense(1) layer that follows was counted in; count the SimpleRNN layer only."""
    return units * (units + input_dim + 1) + units + 1


# ---------------------------------------------------------------- weight_shapes


@mistake("weight_shapes")
def shapes_of_the_deck(units, input_dim):
    """강의 001의 세로 벡터 방식입니다. Keras는 W_x를 뒤집어 저장하고, 편향의 축은 하나입니다.
    These are deck 001's shapes for column vectors. Keras stores W_x transposed, and its bias has one axis."""
    return (units, input_dim), (units, units), (units, 1)


@mistake("weight_shapes")
def kernel_transposed(units, input_dim):
    """W_x가 뒤집혔습니다. Keras의 kernel은 행이 입력이고 열이 뉴런입니다.
    W_x is transposed: in Keras the kernel's rows are inputs and its columns are neurons."""
    return (units, input_dim), (units, units), (units,)


@mistake("weight_shapes")
def bias_as_column(units, input_dim):
    """편향을 세로 행렬로 적었습니다. Keras의 편향은 축이 하나뿐인 배열입니다.
    The bias is written as a column matrix; in Keras it is an array with one axis."""
    return (input_dim, units), (units, units), (units, 1)


@mistake("weight_shapes")
def bias_as_row(units, input_dim):
    """편향을 가로 행렬로 적었습니다. Keras의 편향은 축이 하나뿐인 배열입니다.
    The bias is written as a row matrix; in Keras it is an array with one axis."""
    return (input_dim, units), (units, units), (1, units)


@mistake("weight_shapes")
def one_bias(units, input_dim):
    """편향을 하나만 두었습니다. 뉴런마다 하나씩, 모두 units개입니다.
    There is only one bias; every neuron has its own."""
    return (input_dim, units), (units, units), (1,)


@mistake("weight_shapes")
def bias_shape_without_comma(units, input_dim):
    """파이썬에서 (units)는 그냥 정수입니다. 원소가 하나인 튜플에는 쉼표가 필요합니다.
    In Python (units) is just a number; a tuple of one element needs a comma."""
    return (input_dim, units), (units, units), units


@mistake("weight_shapes")
def recurrent_kernel_first(units, input_dim):
    """순서가 다릅니다. W_x, W_h, b의 순서로 돌려주세요.
    The order is different: return W_x first, then W_h, then b."""
    return (units, units), (input_dim, units), (units,)


@mistake("weight_shapes")
def recurrent_kernel_of_inputs(units, input_dim):
    """W_h의 크기가 input_dim으로 되어 있습니다. 과거 기억의 길이는 units입니다.
    W_h is sized by input_dim; the past memory has the length units."""
    return (input_dim, units), (input_dim, units), (units,)


@mistake("weight_shapes")
def sizes_instead_of_shapes(units, input_dim):
    """모양이 아니라 칸의 개수를 돌려주었습니다. 행과 열의 수를 튜플로 돌려주세요.
    These are numbers of cells, not shapes; return rows and columns as a tuple."""
    return input_dim * units, units * units, units


# ---------------------------------------------------------------- dense_params


@mistake("dense_params")
def dense_without_bias(units, input_dim):
    """편향이 빠졌습니다. Dense의 출력마다 편향이 하나씩 있습니다.
    The biases are missing: every output of Dense has one."""
    return units * input_dim


@mistake("dense_params")
def dense_swapped(units, input_dim):
    """units와 input_dim이 서로 바뀌었습니다. Dense의 units는 출력의 수이고 편향도 units개입니다.
    units and input_dim are swapped: Dense's units are its outputs, and those have the biases."""
    return (units + 1) * input_dim


@mistake("dense_params")
def dense_one_bias(units, input_dim):
    """편향을 층 전체에서 하나만 세었습니다. 출력마다 하나씩 있습니다.
    Only one bias was counted for the whole layer; every output has its own."""
    return units * input_dim + 1


@mistake("dense_params")
def dense_with_recurrence(units, input_dim):
    """SimpleRNN의 공식을 썼습니다. Dense에는 과거 기억이 없으니 순환 가중치도 없습니다.
    This is SimpleRNN's formula; Dense has no past memory, so no recurrent weights."""
    return (units + input_dim + 1) * units


# ---------------------------------------------------------------- lstm_params


@mistake("lstm_params")
def lstm_three_gates(units, input_dim):
    """게이트 3개만 세었습니다. Cell 후보값도 자기 가중치와 편향을 가지므로 상자는 4개입니다.
    Only the three gates were counted; the candidate has weights of its own: four boxes."""
    return 3 * units * (units + input_dim + 1)


@mistake("lstm_params")
def lstm_without_bias(units, input_dim):
    """편향이 빠졌습니다. 상자 4개에 저마다 units개의 편향이 있습니다.
    The biases are missing: each of the four boxes has units of them."""
    return 4 * units * (units + input_dim)


@mistake("lstm_params")
def lstm_without_recurrence(units, input_dim):
    """과거 기억에서 오는 순환 가중치가 빠졌습니다. 상자마다 units × units개가 있습니다.
    The recurrent weights are missing: each box has units × units of them."""
    return 4 * units * (input_dim + 1)


@mistake("lstm_params")
def lstm_swapped(units, input_dim):
    """units와 input_dim이 서로 바뀌었습니다. 제곱이 되는 것은 units입니다.
    units and input_dim are swapped: it is units that is squared."""
    return 4 * input_dim * (input_dim + units + 1)


@mistake("lstm_params")
def lstm_one_box(units, input_dim):
    """상자를 하나만 세었습니다. LSTM에는 SimpleRNN 크기의 상자가 여러 개 있습니다.
    Only one box was counted; an LSTM has several of SimpleRNN's size."""
    return units * (units + input_dim + 1)


@mistake("lstm_params")
def lstm_shared_bias(units, input_dim):
    """편향을 한 벌만 세었습니다. 상자 4개가 저마다 자기 편향을 가집니다.
    Only one set of biases was counted; each of the four boxes has its own."""
    return 4 * units * (units + input_dim) + units


@mistake("lstm_params")
def lstm_two_biases(units, input_dim):
    """편향을 상자마다 두 벌씩 세었습니다. Keras의 LSTM은 한 벌만 씁니다.
    Two sets of biases per box were counted; Keras's LSTM has one."""
    return 4 * units * (units + input_dim + 2)


# ---------------------------------------------------------------- gru_params


@mistake("gru_params")
def gru_always_one_bias(units, input_dim, reset_after=True):
    """reset_after=True일 때도 편향을 한 벌만 세었습니다. 이때는 입력 쪽과 기억 쪽에 따로 있습니다.
    One set of biases was counted for reset_after=True as well; there, input and memory side have their own."""
    return 3 * units * (units + input_dim + 1)


@mistake("gru_params")
def gru_always_two_biases(units, input_dim, reset_after=True):
    """reset_after=False일 때도 편향을 두 벌 세었습니다. 이때는 상자마다 한 벌입니다.
    Two sets of biases were counted for reset_after=False as well; there, each box has one."""
    return 3 * units * (units + input_dim + 2)


@mistake("gru_params")
def gru_forms_exchanged(units, input_dim, reset_after=True):
    """두 방식이 서로 바뀌었습니다. 편향이 두 벌인 것은 reset_after=True입니다.
    The two forms are exchanged: it is reset_after=True that has two sets of biases."""
    return 3 * units * (units + input_dim + (1 if reset_after else 2))


@mistake("gru_params")
def gru_second_bias_once(units, input_dim, reset_after=True):
    """입력 쪽과 기억 쪽의 편향 가운데 하나를 상자마다 세지 않고 한 번만 더했습니다.
    The second set of biases was added once for the layer, not for each of the three boxes."""
    return 3 * units * (units + input_dim + 1) + (units if reset_after else 0)


@mistake("gru_params")
def gru_four_boxes(units, input_dim, reset_after=True):
    """상자를 4개로 세었습니다. 4개는 LSTM이고, GRU는 update, reset, 후보값의 3개입니다.
    Four boxes were counted; that is LSTM. GRU has three: update, reset and candidate."""
    return 4 * units * (units + input_dim + (2 if reset_after else 1))


@mistake("gru_params")
def gru_two_boxes(units, input_dim, reset_after=True):
    """게이트 2개만 세었습니다. 후보값도 자기 가중치와 편향을 가지므로 상자는 3개입니다.
    Only the two gates were counted; the candidate has weights of its own: three boxes."""
    return 2 * units * (units + input_dim + (2 if reset_after else 1))


@mistake("gru_params")
def gru_without_bias(units, input_dim, reset_after=True):
    """편향이 빠졌습니다. 상자마다 편향이 한 벌, reset_after=True이면 두 벌 있습니다.
    The biases are missing: each box has one set, with reset_after=True two."""
    return 3 * units * (units + input_dim)


@mistake("gru_params")
def gru_without_recurrence(units, input_dim, reset_after=True):
    """과거 기억에서 오는 순환 가중치가 빠졌습니다. 상자마다 units × units개가 있습니다.
    The recurrent weights are missing: each box has units × units of them."""
    return 3 * units * (input_dim + (2 if reset_after else 1))


@mistake("gru_params")
def gru_swapped(units, input_dim, reset_after=True):
    """units와 input_dim이 서로 바뀌었습니다. 제곱이 되는 것은 units입니다.
    units and input_dim are swapped: it is units that is squared."""
    return 3 * input_dim * (input_dim + units + (2 if reset_after else 1))


# ---------------------------------------------------------------- embedding_params


@mistake("embedding_params")
def embedding_sum(input_dim, output_dim):
    """표의 칸 수가 아니라 두 수의 합입니다. 단어마다 output_dim칸이 있습니다.
    This is a sum, not the cells of a table: every word has output_dim of them."""
    return input_dim + output_dim


@mistake("embedding_params")
def embedding_with_bias(input_dim, output_dim):
    """편향을 더했습니다. Embedding은 표에서 한 줄을 꺼낼 뿐이라 편향이 없습니다.
    Biases were added; an Embedding only looks up a row, it has none."""
    return (input_dim + 1) * output_dim


@mistake("embedding_params")
def embedding_with_bias_per_word(input_dim, output_dim):
    """단어마다 하나씩 더 세었습니다. 한 줄에는 output_dim칸만 있습니다.
    One too many was counted for each word; a row has just output_dim cells."""
    return input_dim * (output_dim + 1)


@mistake("embedding_params")
def embedding_one_hot(input_dim, output_dim):
    """원-핫 벡터끼리의 표를 세었습니다. 한 줄의 길이는 단어 수가 아니라 output_dim입니다.
    That is a table of one-hot vectors; a row is output_dim long, not as long as the vocabulary."""
    return input_dim * input_dim


# ---------------------------------------------------------------- build_rnn


def _model(shape, rnn, *after):
    return keras.Sequential([keras.Input(shape), rnn, *after])


def _dense(outputs, **options):
    return [] if outputs is None else [keras.layers.Dense(outputs, **options)]


def _rnn(units, return_sequences, **options):
    return keras.layers.SimpleRNN(units, return_sequences=return_sequences, **options)


@mistake("build_rnn")
def rnn_bias_left_out(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """SimpleRNN의 편향이 꺼져 있습니다. use_bias=False를 빼세요.
    The SimpleRNN has no biases; leave use_bias=False out."""
    rnn = _rnn(units, return_sequences, use_bias=False)
    return _model((timesteps, input_dim), rnn, *_dense(outputs))


@mistake("build_rnn")
def dense_bias_left_out(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """Dense의 편향이 꺼져 있습니다. use_bias=False를 빼세요.
    The Dense layer has no biases; leave use_bias=False out."""
    rnn = _rnn(units, return_sequences)
    return _model((timesteps, input_dim), rnn, *_dense(outputs, use_bias=False))


@mistake("build_rnn")
def units_and_outputs_swapped(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """units와 outputs가 서로 바뀌었습니다. SimpleRNN이 units개, Dense가 outputs개입니다.
    units and outputs are swapped: SimpleRNN has units, Dense has outputs."""
    if outputs is None:
        return _model((timesteps, input_dim), _rnn(units, return_sequences))
    rnn = _rnn(outputs, return_sequences)
    return _model((timesteps, input_dim), rnn, *_dense(units))


@mistake("build_rnn")
def input_axes_swapped(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """입력 모양의 축이 바뀌었습니다. (timesteps, input_dim)의 순서입니다.
    The axes of the input shape are swapped: it is (timesteps, input_dim)."""
    return _model((input_dim, timesteps), _rnn(units, return_sequences), *_dense(outputs))


@mistake("build_rnn")
def recurrence_left_out(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """순환 층이 없습니다. 입력을 펼쳐 Dense에 넣으면 시점을 건너 기억하지 못합니다.
    There is no recurrent layer; flattened into a Dense layer, the input leaves no memory."""
    hidden = keras.layers.Dense(units, activation="tanh")
    first = [] if return_sequences else [keras.layers.Flatten()]
    return _model((timesteps, input_dim), *first, hidden, *_dense(outputs))


@mistake("build_rnn")
def lstm_instead_of_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """SimpleRNN이 아니라 LSTM을 썼습니다. 파라미터가 4배가 됩니다.
    This uses LSTM, not SimpleRNN: four times the parameters."""
    lstm = keras.layers.LSTM(units, return_sequences=return_sequences)
    return _model((timesteps, input_dim), lstm, *_dense(outputs))


@mistake("build_rnn")
def sequences_always(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """return_sequences가 늘 True입니다. 기본값 False에서는 마지막 시점의 출력만 나와야 합니다.
    return_sequences is always True; by default only the last timestep's output should come out."""
    return _model((timesteps, input_dim), _rnn(units, True), *_dense(outputs))


@mistake("build_rnn")
def sequences_never(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """받은 return_sequences를 SimpleRNN에 넘기지 않았습니다.
    The argument return_sequences is not passed on to SimpleRNN."""
    return _model((timesteps, input_dim), _rnn(units, False), *_dense(outputs))


@mistake("build_rnn")
def dense_of_none(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """outputs가 None일 때도 Dense(None)을 만들었습니다. 그때는 Dense 없이 SimpleRNN만 두세요.
    Dense(None) was made for outputs=None; leave the Dense layer out then."""
    rnn = _rnn(units, return_sequences)
    return _model((timesteps, input_dim), rnn, keras.layers.Dense(outputs))


@mistake("build_rnn")
def dense_one_for_none(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """outputs가 None일 때 Dense(1)이 붙었습니다. 그때는 Dense 없이 SimpleRNN만 두세요.
    For outputs=None a Dense(1) was added; leave the Dense layer out then."""
    rnn = _rnn(units, return_sequences)
    return _model((timesteps, input_dim), rnn, *_dense(outputs or 1))


@mistake("build_rnn")
def one_output_always(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """Dense의 출력이 언제나 1개입니다. outputs를 쓰세요.
    The Dense layer always has one output; use outputs."""
    dense = [] if outputs is None else _dense(1)
    return _model((timesteps, input_dim), _rnn(units, return_sequences), *dense)


@mistake("build_rnn")
def dense_missing(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """Dense 층이 없습니다. outputs가 주어지면 SimpleRNN 뒤에 Dense(outputs)를 두세요.
    The Dense layer is missing; when outputs is given, Dense(outputs) follows the SimpleRNN."""
    return _model((timesteps, input_dim), _rnn(units, return_sequences))


@mistake("build_rnn")
def relu_on_dense(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """Dense에 relu가 있습니다. 음수를 예측하지 못하니 활성화 함수를 빼세요.
    Dense has a relu and cannot predict negative numbers; leave the activation out."""
    rnn = _rnn(units, return_sequences)
    return _model((timesteps, input_dim), rnn, *_dense(outputs, activation="relu"))


@mistake("build_rnn")
def tanh_on_dense(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """Dense에 tanh가 있습니다. 강의의 Dense에는 활성화 함수가 없습니다.
    Dense has a tanh; the deck's Dense layer has no activation."""
    rnn = _rnn(units, return_sequences)
    return _model((timesteps, input_dim), rnn, *_dense(outputs, activation="tanh"))


@mistake("build_rnn")
def sigmoid_on_dense(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """Dense에 sigmoid가 있습니다. 출력이 0과 1 사이에 갇히니 활성화 함수를 빼세요.
    Dense has a sigmoid, which keeps the output between 0 and 1; leave the activation out."""
    rnn = _rnn(units, return_sequences)
    return _model((timesteps, input_dim), rnn, *_dense(outputs, activation="sigmoid"))


@mistake("build_rnn")
def softmax_on_dense(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """Dense에 softmax가 있습니다. 분류가 아니라 수를 예측하는 모델이니 활성화 함수를 빼세요.
    Dense has a softmax; this model predicts numbers, not classes. Leave the activation out."""
    rnn = _rnn(units, return_sequences)
    return _model((timesteps, input_dim), rnn, *_dense(outputs, activation="softmax"))


@mistake("build_rnn")
def relu_in_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """SimpleRNN의 활성화 함수가 relu입니다. 강의의 식은 tanh이고, tanh가 기본값입니다.
    The SimpleRNN's activation is relu; the deck's equation has tanh, which is the default."""
    rnn = _rnn(units, return_sequences, activation="relu")
    return _model((timesteps, input_dim), rnn, *_dense(outputs))


@mistake("build_rnn")
def linear_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """SimpleRNN에 활성화 함수가 없습니다. activation=None을 빼면 기본값 tanh가 쓰입니다.
    The SimpleRNN has no activation; without activation=None it uses its default, tanh."""
    rnn = _rnn(units, return_sequences, activation=None)
    return _model((timesteps, input_dim), rnn, *_dense(outputs))


# ---------------------------------------------------------------- units_for_params


def _total(units, input_dim, outputs):
    dense = 0 if outputs is None else (units + 1) * outputs
    return (units + input_dim + 1) * units + dense


def _search(total, count):
    return next((units for units in range(1, total) if count(units) == total), None)


@mistake("units_for_params")
def dense_left_out_of_total(total, input_dim, outputs=None):
    """Dense의 파라미터를 빼고 계산했습니다. outputs가 주어지면 Dense도 total에 들어갑니다.
    The Dense layer is not counted; when outputs is given, it is part of the total."""
    return _search(total, lambda units: _total(units, input_dim, None))


@mistake("units_for_params")
def dense_of_total_swapped(total, input_dim, outputs=None):
    """Dense를 셀 때 입력과 출력이 바뀌었습니다. 입력이 units개, 출력이 outputs개입니다.
    Dense is counted with its sizes swapped: units are its inputs, outputs its outputs."""
    extra = 0 if outputs is None else 1
    rnn = input_dim + 1
    return _search(total, lambda u: (u + rnn) * u + extra * ((outputs or 0) + 1) * u)


@mistake("units_for_params")
def largest_below_total(total, input_dim, outputs=None):
    """딱 맞는 units가 없을 때 total을 넘지 않는 가장 큰 모델을 골랐습니다. None을 돌려주세요.
    When no units fit exactly, the largest smaller model was chosen; return None instead."""
    fitting = [u for u in range(1, total) if _total(u, input_dim, outputs) <= total]
    return fitting[-1]


@mistake("units_for_params")
def smallest_above_total(total, input_dim, outputs=None):
    """딱 맞는 units가 없을 때 total을 처음 넘는 모델을 골랐습니다. None을 돌려주세요.
    When no units fit exactly, the first larger model was chosen; return None instead."""
    return next(u for u in range(1, total) if _total(u, input_dim, outputs) >= total)


@mistake("units_for_params")
def zero_for_impossible(total, input_dim, outputs=None):
    """딱 맞는 units가 없을 때 0을 돌려주었습니다. None을 돌려주세요.
    When no units fit exactly, 0 was returned; return None."""
    return _search(total, lambda units: _total(units, input_dim, outputs)) or 0


@mistake("units_for_params")
def square_root_of_total(total, input_dim, outputs=None):
    """total의 제곱근은 어림값일 뿐입니다. input_dim, 편향, Dense도 total에 들어 있습니다.
    The square root of total is only a guess; input_dim, biases and Dense are in the total, too."""
    return math.isqrt(total)


# ---------------------------------------------------------------- audit_slide


def _right(units, timesteps, input_dim, outputs, return_sequences):
    steps = (timesteps,) if return_sequences else ()
    rnn, dense = (units + input_dim + 1) * units, (units + 1) * outputs
    return {
        "units": units,
        "W_x": input_dim * units,
        "W_h": units * units,
        "b": units,
        "rnn_shape": (None, *steps, units),
        "rnn_params": rnn,
        "dense_shape": (None, *steps, outputs),
        "dense_params": dense,
        "total": rnn + dense,
    }


def _corrections(printed, right):
    return {cell: right[cell] for cell in printed if printed[cell] != right[cell]}


@mistake("audit_slide")
def shapes_not_compared(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """파라미터 수만 비교하고 출력 모양은 보지 않았습니다. 수가 맞아도 모양이 틀릴 수 있습니다.
    Only counts are compared, not the output shapes; a shape can be wrong though the counts fit."""
    right = _right(units, timesteps, input_dim, outputs, return_sequences)
    return _corrections({c: v for c, v in printed.items() if not c.endswith("shape")}, right)


@mistake("audit_slide")
def last_step_expected(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """return_sequences를 보지 않고 늘 마지막 시점만 나온다고 보았습니다.
    return_sequences is ignored: only the last timestep is ever expected in the shapes."""
    return _corrections(printed, _right(units, timesteps, input_dim, outputs, False))


@mistake("audit_slide")
def every_step_expected(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """return_sequences를 보지 않고 늘 모든 시점이 나온다고 보았습니다.
    return_sequences is ignored: every timestep is always expected in the shapes."""
    return _corrections(printed, _right(units, timesteps, input_dim, outputs, True))


@mistake("audit_slide")
def dense_without_time_axis(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """return_sequences=True이면 Dense의 출력에도 시점의 축이 있습니다.
    With return_sequences=True the output of Dense has a time axis, too."""
    right = _right(units, timesteps, input_dim, outputs, return_sequences)
    return _corrections(printed, right | {"dense_shape": (None, outputs)})


@mistake("audit_slide")
def one_neuron_counted(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """W_x, W_h, b를 뉴런 하나에 대해 세었습니다. 층 전체에서는 그 units배입니다.
    W_x, W_h and b are counted for one neuron; the whole layer has units times as many."""
    right = _right(units, timesteps, input_dim, outputs, return_sequences)
    return _corrections(printed, right | {"W_x": input_dim, "W_h": units, "b": 1})


@mistake("audit_slide")
def question_mark_accepted(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """물음표가 붙은 칸을 맞는 칸으로 보았습니다. 정확한 값이 아니면 바른 값으로 고치세요.
    A cell with a question mark passed as right; what is not exactly the value is corrected."""
    sure = {c: v for c, v in printed.items() if "?" not in str(v)}
    return _corrections(sure, _right(units, timesteps, input_dim, outputs, return_sequences))


@mistake("audit_slide")
def all_cells_returned(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """모든 칸을 돌려주었습니다. 틀린 칸만 담으세요.
    All cells were returned; keep only the wrong ones."""
    right = _right(units, timesteps, input_dim, outputs, return_sequences)
    return {cell: right[cell] for cell in printed}


@mistake("audit_slide")
def printed_values_returned(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """바른 값이 아니라 슬라이드에 적힌 값을 돌려주었습니다.
    The values on the slide were returned instead of the right ones."""
    right = _right(units, timesteps, input_dim, outputs, return_sequences)
    return {cell: printed[cell] for cell in _corrections(printed, right)}


@mistake("audit_slide")
def only_names_returned(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """칸의 이름만 돌려주었습니다. 바른 값도 함께 {이름: 값} dict로 돌려주세요.
    Only the names of the cells were returned; give their right values with them, as a dict."""
    right = _right(units, timesteps, input_dim, outputs, return_sequences)
    return list(_corrections(printed, right))


@mistake("audit_slide")
def absent_cells_corrected(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """슬라이드에 없는 칸까지 고쳤습니다. printed에 있는 칸만 보세요.
    Cells that are not on the slide were corrected, too; look only at those in printed."""
    right = _right(units, timesteps, input_dim, outputs, return_sequences)
    return {cell: value for cell, value in right.items() if printed.get(cell) != value}


@mistake("audit_slide")
def total_of_printed_counts(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    """total을 슬라이드에 적힌 두 수의 합과 비교했습니다. 바른 두 수의 합과 비교하세요.
    total is compared with the sum of the printed counts; compare it with that of the right ones."""
    right = _right(units, timesteps, input_dim, outputs, return_sequences)
    counts = [printed.get(c, right[c]) for c in ("rnn_params", "dense_params")]
    if all(isinstance(count, int) for count in counts):
        right["total"] = sum(counts)
    return _corrections(printed, right)
