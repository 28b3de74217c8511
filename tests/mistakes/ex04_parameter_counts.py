"""Known mistakes of ex04: right programs with a setting changed, and whole wrong programs."""

import math
from functools import partial

import keras
from keras import layers

from rnnlab.author import mistake, variations

# ---------------------------------------------------------------- simple_rnn_params


def counted(
    units, input_dim, *, boxes=1, neurons=None, past=None, biases=1, plus=None, swapped=False
):
    """Count the lines into a neuron (past, input, biases), times the neurons, times the boxes."""
    if swapped:
        units, input_dim = input_dim, units
    past = units if past is None else past
    neurons = units if neurons is None else neurons
    return boxes * neurons * (past + input_dim + biases) + (plus(units) if plus else 0)


wrong = variations("simple_rnn_params", counted)

wrong("simple_rnn_without_bias", biases=0).says(
    "편향이 빠졌습니다. 뉴런마다 편향이 하나씩 있습니다.",
    "The biases are missing: every neuron has one.",
)
wrong("simple_rnn_without_recurrence", past=0).says(
    "과거 기억에서 오는 가중치 W_h가 빠졌습니다. 이렇게 세면 Dense 층의 수가 됩니다.",
    "The recurrent weights W_h are missing; counted like this, it is a Dense layer.",
)
wrong("simple_rnn_swapped", swapped=True).says(
    "units와 input_dim이 서로 바뀌었을 때의 값입니다. 제곱이 되는 것은 units입니다.",
    "This is the count with units and input_dim exchanged: it is units that is squared.",
)
wrong("simple_rnn_one_bias", biases=0, plus=lambda units: 1).says(
    "편향을 층 전체에서 하나만 세었습니다. 편향은 뉴런마다 하나, 모두 units개입니다.",
    "Only one bias was counted for the whole layer; there is one per neuron.",
)
wrong("simple_rnn_one_neuron", neurons=1).says(
    "뉴런 하나로 들어오는 선만 세었습니다. 층에는 그런 뉴런이 units개 있습니다.",
    "These are the lines into one neuron; the layer has units such neurons.",
)
wrong("simple_rnn_diagonal", past=1).says(
    "W_h가 units개뿐일 때의 값입니다. 모든 뉴런이 모든 뉴런의 과거와 이어지므로 units × units개입니다.",
    "This is the count for a W_h of units cells; every neuron sees the past of every neuron: units × units.",
)
wrong("simple_rnn_two_biases", biases=2).says(
    "편향을 뉴런마다 두 개씩 세었습니다. Keras의 SimpleRNN은 하나만 씁니다.",
    "Two biases per neuron were counted; Keras's SimpleRNN has one.",
)
wrong("simple_rnn_with_dense", plus=lambda units: units + 1).says(
    "뒤에 오는 Dense(1)까지 더한 값입니다. SimpleRNN 층만 세세요.",
    "This is the count with a Dense(1) layer behind; count the SimpleRNN layer only.",
)


# ---------------------------------------------------------------- weight_shapes


def shapes(units, input_dim, *, W_x=None, W_h=None, b=None):
    """Return the three shapes; each setting makes its own of units and input_dim."""
    return (
        W_x(units, input_dim) if W_x else (input_dim, units),
        W_h(units, input_dim) if W_h else (units, units),
        b(units, input_dim) if b else (units,),
    )


wrong = variations("weight_shapes", shapes)

wrong(
    "shapes_of_the_deck",
    W_x=lambda units, input_dim: (units, input_dim),
    b=lambda units, _: (units, 1),
).says(
    "강의 001의 세로 벡터 방식입니다. Keras는 W_x를 뒤집어 저장하고, 편향의 축은 하나입니다.",
    "These are deck 001's shapes for column vectors. Keras stores W_x transposed, and its bias has one axis.",
)
wrong("kernel_transposed", W_x=lambda units, input_dim: (units, input_dim)).says(
    "W_x가 뒤집혔습니다. Keras의 kernel은 행이 입력이고 열이 뉴런입니다.",
    "W_x is transposed: in Keras the kernel's rows are inputs and its columns are neurons.",
)
wrong("bias_as_column", b=lambda units, _: (units, 1)).says(
    "편향을 세로 행렬로 적었습니다. Keras의 편향은 축이 하나뿐인 배열입니다.",
    "The bias is written as a column matrix; in Keras it is an array with one axis.",
)
wrong("bias_as_row", b=lambda units, _: (1, units)).says(
    "편향을 가로 행렬로 적었습니다. Keras의 편향은 축이 하나뿐인 배열입니다.",
    "The bias is written as a row matrix; in Keras it is an array with one axis.",
)
wrong("one_bias", b=lambda *_: (1,)).says(
    "편향을 하나만 두었습니다. 뉴런마다 하나씩, 모두 units개입니다.",
    "There is only one bias; every neuron has its own.",
)
wrong("bias_shape_without_comma", b=lambda units, _: units).says(
    "b의 모양이 튜플이 아니라 정수입니다. 원소가 하나인 튜플에는 쉼표가 필요합니다.",
    "The shape of b is a number, not a tuple; a tuple of one element needs a comma.",
)


@mistake("weight_shapes")
def recurrent_kernel_first(units, input_dim):
    """순서가 다릅니다. W_x, W_h, b의 순서로 돌려주세요.
    The order is different: return W_x first, then W_h, then b."""
    return (units, units), (input_dim, units), (units,)


wrong("recurrent_kernel_of_inputs", W_h=lambda units, input_dim: (input_dim, units)).says(
    "W_h의 크기가 input_dim으로 되어 있습니다. 과거 기억의 길이는 units입니다.",
    "W_h is sized by input_dim; the past memory has the length units.",
)


@mistake("weight_shapes")
def sizes_instead_of_shapes(units, input_dim):
    """모양이 아니라 칸의 개수를 돌려주었습니다. 행과 열의 수를 튜플로 돌려주세요.
    These are numbers of cells, not shapes; return rows and columns as a tuple."""
    return input_dim * units, units * units, units


# ---------------------------------------------------------------- dense_params

wrong = variations("dense_params", partial(counted, past=0))

wrong("dense_without_bias", biases=0).says(
    "편향이 빠졌습니다. Dense의 출력마다 편향이 하나씩 있습니다.",
    "The biases are missing: every output of Dense has one.",
)
wrong("dense_swapped", swapped=True).says(
    "units와 input_dim이 서로 바뀌었을 때의 값입니다. Dense의 units는 출력의 수이고 편향도 units개입니다.",
    "This is the count with units and input_dim exchanged: Dense's units are its outputs, and those have the biases.",
)
wrong("dense_one_bias", biases=0, plus=lambda units: 1).says(
    "편향을 층 전체에서 하나만 세었습니다. 출력마다 하나씩 있습니다.",
    "Only one bias was counted for the whole layer; every output has its own.",
)
wrong("dense_with_recurrence", past=None).says(
    "SimpleRNN의 파라미터 수입니다. Dense에는 과거 기억이 없으니 순환 가중치도 없습니다.",
    "This is SimpleRNN's count; Dense has no past memory, so no recurrent weights.",
)


# ---------------------------------------------------------------- lstm_params

wrong = variations("lstm_params", partial(counted, boxes=4))

wrong("lstm_three_gates", boxes=3).says(
    "상자를 3개만 세었습니다. 게이트 3개 말고도 Cell 후보값이 자기 가중치와 편향을 가집니다.",
    "Only three boxes were counted; beside the three gates the candidate has weights of its own.",
)
wrong("lstm_without_bias", biases=0).says(
    "편향이 빠졌습니다. 상자 4개에 저마다 units개의 편향이 있습니다.",
    "The biases are missing: each of the four boxes has units of them.",
)
wrong("lstm_without_recurrence", past=0).says(
    "과거 기억에서 오는 순환 가중치가 빠졌습니다. 상자마다 units × units개가 있습니다.",
    "The recurrent weights are missing: each box has units × units of them.",
)
wrong("lstm_swapped", swapped=True).says(
    "units와 input_dim이 서로 바뀌었을 때의 값입니다. 제곱이 되는 것은 units입니다.",
    "This is the count with units and input_dim exchanged: it is units that is squared.",
)
wrong("lstm_one_box", boxes=1).says(
    "상자를 하나만 세었습니다. LSTM에는 SimpleRNN 크기의 상자가 여러 개 있습니다.",
    "Only one box was counted; an LSTM has several of SimpleRNN's size.",
)
wrong("lstm_shared_bias", biases=0, plus=lambda units: units).says(
    "편향을 한 벌만 세었습니다. 상자 4개가 저마다 자기 편향을 가집니다.",
    "Only one set of biases was counted; each of the four boxes has its own.",
)
wrong("lstm_two_biases", biases=2).says(
    "편향을 상자마다 두 벌씩 세었습니다. Keras의 LSTM은 한 벌만 씁니다.",
    "Two sets of biases per box were counted; Keras's LSTM has one.",
)


# ---------------------------------------------------------------- gru_params


def gru(
    units, input_dim, reset_after=True, *, boxes=3, past=None, biases=(1, 2), once=0, swapped=False
):
    """``biases`` are the sets in each box, without and with reset_after."""
    layer = {"boxes": boxes, "past": past, "biases": biases[reset_after], "swapped": swapped}
    return counted(units, input_dim, **layer) + once * units * reset_after


wrong = variations("gru_params", gru)

wrong("gru_always_one_bias", biases=(1, 1)).says(
    "reset_after=True일 때도 편향을 한 벌만 세었습니다. 이때는 입력 쪽과 기억 쪽에 따로 있습니다.",
    "One set of biases was counted for reset_after=True as well; there, input and memory side have their own.",
)
wrong("gru_always_two_biases", biases=(2, 2)).says(
    "reset_after=False일 때도 편향을 두 벌 세었습니다. 이때는 상자마다 한 벌입니다.",
    "Two sets of biases were counted for reset_after=False as well; there, each box has one.",
)
wrong("gru_forms_exchanged", biases=(2, 1)).says(
    "두 방식이 서로 바뀌었습니다. 편향이 두 벌인 것은 reset_after=True입니다.",
    "The two forms are exchanged: it is reset_after=True that has two sets of biases.",
)
wrong("gru_second_bias_once", biases=(1, 1), once=1).says(
    "입력 쪽과 기억 쪽의 편향 가운데 하나를 상자마다 세지 않고 한 번만 더했습니다.",
    "The second set of biases was added once for the layer, not for each of the three boxes.",
)
wrong("gru_four_boxes", boxes=4).says(
    "상자를 4개로 세었습니다. 4개는 LSTM이고, GRU는 update, reset, 후보값의 3개입니다.",
    "Four boxes were counted; that is LSTM. GRU has three: update, reset and candidate.",
)
wrong("gru_two_boxes", boxes=2).says(
    "상자를 2개만 세었습니다. 게이트 2개 말고도 후보값이 자기 가중치와 편향을 가집니다.",
    "Only two boxes were counted; beside the two gates the candidate has weights of its own.",
)
wrong("gru_without_bias", biases=(0, 0)).says(
    "편향이 빠졌습니다. 상자마다 편향이 한 벌, reset_after=True이면 두 벌 있습니다.",
    "The biases are missing: each box has one set, with reset_after=True two.",
)
wrong("gru_without_recurrence", past=0).says(
    "과거 기억에서 오는 순환 가중치가 빠졌습니다. 상자마다 units × units개가 있습니다.",
    "The recurrent weights are missing: each box has units × units of them.",
)
wrong("gru_swapped", swapped=True).says(
    "units와 input_dim이 서로 바뀌었을 때의 값입니다. 제곱이 되는 것은 units입니다.",
    "This is the count with units and input_dim exchanged: it is units that is squared.",
)


# ---------------------------------------------------------------- embedding_params


def table(input_dim, output_dim, *, cells=lambda rows, columns: rows * columns):
    return cells(input_dim, output_dim)


wrong = variations("embedding_params", table)

wrong("embedding_sum", cells=lambda rows, columns: rows + columns).says(
    "표의 칸 수가 아니라 두 수의 합입니다. 단어마다 output_dim칸이 있습니다.",
    "This is a sum, not the cells of a table: every word has output_dim of them.",
)
wrong("embedding_with_bias", cells=lambda rows, columns: (rows + 1) * columns).says(
    "output_dim만큼 많습니다. Embedding은 단어마다 한 줄인 표이고, 편향이 없습니다.",
    "The count is output_dim too large; an Embedding has one row for every word and no biases.",
)
wrong("embedding_with_bias_per_word", cells=lambda rows, columns: rows * (columns + 1)).says(
    "단어마다 하나씩 더 세었습니다. 한 줄에는 output_dim칸만 있습니다.",
    "One too many was counted for each word; a row has just output_dim cells.",
)
wrong("embedding_one_hot", cells=lambda rows, columns: rows * rows).says(
    "한 줄의 길이가 단어 수일 때의 값입니다. 한 줄의 길이는 output_dim입니다.",
    "This is the count for rows as long as the vocabulary; a row is output_dim long.",
)


# ---------------------------------------------------------------- build_rnn


def rnn(
    units,
    timesteps,
    input_dim,
    outputs=None,
    return_sequences=False,
    *,
    shape=lambda timesteps, input_dim: (timesteps, input_dim),
    cell=layers.SimpleRNN,
    activation="tanh",
    bias=True,
    sequences=None,
    dense=lambda outputs: [] if outputs is None else [outputs],
    dense_activation=None,
    dense_bias=True,
    swapped=False,
):
    """Build the model; ``dense`` gives the sizes of its Dense layers."""
    if swapped and outputs is not None:
        units, outputs = outputs, units
    sequences = return_sequences if sequences is None else sequences
    first = cell(units, activation=activation, use_bias=bias, return_sequences=sequences)
    options = {"activation": dense_activation, "use_bias": dense_bias}
    after = [layers.Dense(size, **options) for size in dense(outputs)]
    return keras.Sequential([keras.Input(shape(timesteps, input_dim)), first, *after])


wrong = variations("build_rnn", rnn)

wrong("rnn_bias_left_out", bias=False).says(
    "SimpleRNN의 편향이 꺼져 있습니다. use_bias=False를 빼세요.",
    "The SimpleRNN has no biases; leave use_bias=False out.",
)
wrong("dense_bias_left_out", dense_bias=False).says(
    "Dense의 편향이 꺼져 있습니다. use_bias=False를 빼세요.",
    "The Dense layer has no biases; leave use_bias=False out.",
)
wrong("units_and_outputs_swapped", swapped=True).says(
    "units와 outputs가 서로 바뀌었습니다. SimpleRNN이 units개, Dense가 outputs개입니다.",
    "units and outputs are swapped: SimpleRNN has units, Dense has outputs.",
)
wrong("input_axes_swapped", shape=lambda timesteps, input_dim: (input_dim, timesteps)).says(
    "입력 모양의 축이 바뀌었습니다. (timesteps, input_dim)의 순서입니다.",
    "The axes of the input shape are swapped: it is (timesteps, input_dim).",
)


@mistake("build_rnn")
def recurrence_left_out(units, timesteps, input_dim, outputs=None, return_sequences=False):
    """순환 층이 없습니다. 입력을 펼쳐 Dense에 넣으면 시점을 건너 기억하지 못합니다.
    There is no recurrent layer; flattened into a Dense layer, the input leaves no memory."""
    hidden = layers.Dense(units, activation="tanh")
    first = [] if return_sequences else [layers.Flatten()]
    dense = [] if outputs is None else [layers.Dense(outputs)]
    return keras.Sequential([keras.Input((timesteps, input_dim)), *first, hidden, *dense])


wrong("lstm_instead_of_rnn", cell=layers.LSTM).says(
    "SimpleRNN이 아니라 LSTM을 썼습니다. 파라미터가 4배가 됩니다.",
    "This uses LSTM, not SimpleRNN: four times the parameters.",
)
wrong("sequences_always", sequences=True).says(
    "return_sequences가 늘 True입니다. 기본값 False에서는 마지막 시점의 출력만 나와야 합니다.",
    "return_sequences is always True; by default only the last timestep's output should come out.",
)
wrong("sequences_never", sequences=False).says(
    "return_sequences=True일 때도 마지막 시점의 출력만 나옵니다. 받은 값을 SimpleRNN에 넘기세요.",
    "With return_sequences=True, too, only the last timestep comes out; pass it on to SimpleRNN.",
)
wrong("dense_of_none", dense=lambda outputs: [outputs]).says(
    "outputs가 None일 때도 Dense(None)을 만들었습니다. 그때는 Dense 없이 SimpleRNN만 두세요.",
    "Dense(None) was made for outputs=None; leave the Dense layer out then.",
)
wrong("dense_one_for_none", dense=lambda outputs: [outputs or 1]).says(
    "outputs가 None일 때 Dense(1)이 붙었습니다. 그때는 Dense 없이 SimpleRNN만 두세요.",
    "For outputs=None a Dense(1) was added; leave the Dense layer out then.",
)
wrong("one_output_always", dense=lambda outputs: [] if outputs is None else [1]).says(
    "Dense의 출력이 언제나 1개입니다. outputs를 쓰세요.",
    "The Dense layer always has one output; use outputs.",
)
wrong("dense_missing", dense=lambda outputs: []).says(
    "Dense 층이 없습니다. outputs가 주어지면 SimpleRNN 뒤에 Dense(outputs)를 두세요.",
    "The Dense layer is missing; when outputs is given, Dense(outputs) follows the SimpleRNN.",
)
wrong("relu_on_dense", dense_activation="relu").says(
    "Dense에 relu가 있습니다. 음수를 예측하지 못하니 활성화 함수를 빼세요.",
    "Dense has a relu and cannot predict negative numbers; leave the activation out.",
)
wrong("tanh_on_dense", dense_activation="tanh").says(
    "Dense에 tanh가 있습니다. 강의의 Dense에는 활성화 함수가 없습니다.",
    "Dense has a tanh; the deck's Dense layer has no activation.",
)
wrong("sigmoid_on_dense", dense_activation="sigmoid").says(
    "Dense에 sigmoid가 있습니다. 출력이 0과 1 사이에 갇히니 활성화 함수를 빼세요.",
    "Dense has a sigmoid, which keeps the output between 0 and 1; leave the activation out.",
)
wrong("softmax_on_dense", dense_activation="softmax").says(
    "Dense에 softmax가 있습니다. 분류가 아니라 수를 예측하는 모델이니 활성화 함수를 빼세요.",
    "Dense has a softmax; this model predicts numbers, not classes. Leave the activation out.",
)
wrong("relu_in_rnn", activation="relu").says(
    "SimpleRNN의 활성화 함수가 relu입니다. 강의의 식은 tanh이고, tanh가 기본값입니다.",
    "The SimpleRNN's activation is relu; the deck's equation has tanh, which is the default.",
)
wrong("linear_rnn", activation=None).says(
    "SimpleRNN에 활성화 함수가 없습니다. activation을 주지 않으면 기본값 tanh가 쓰입니다.",
    "The SimpleRNN has no activation; where none is given, it uses its default, tanh.",
)


# ---------------------------------------------------------------- units_for_params


def total_params(units, input_dim, outputs):
    return (units + input_dim + 1) * units + (0 if outputs is None else (units + 1) * outputs)


def with_dense_swapped(units, input_dim, outputs):
    return (units + input_dim + 1) * units + (0 if outputs is None else (outputs + 1) * units)


def searched(total, input_dim, outputs=None, *, count=total_params, otherwise=lambda above: None):
    """Return the units that ``count`` gives total; where none do, ``otherwise`` of the next."""
    above = next(u for u in range(1, total) if count(u, input_dim, outputs) >= total)
    return above if count(above, input_dim, outputs) == total else otherwise(above)


wrong = variations("units_for_params", searched)

wrong("dense_left_out_of_total", count=lambda u, inputs, _: total_params(u, inputs, None)).says(
    "Dense의 파라미터를 빼고 계산했습니다. outputs가 주어지면 Dense도 total에 들어갑니다.",
    "The Dense layer is not counted; when outputs is given, it is part of the total.",
)
wrong("dense_of_total_swapped", count=with_dense_swapped).says(
    "Dense의 입력과 출력이 서로 바뀌었을 때의 답입니다. 입력이 units개, 출력이 outputs개입니다.",
    "This is the answer with Dense's sizes exchanged: units are its inputs, outputs its outputs.",
)
wrong("largest_below_total", otherwise=lambda above: above - 1).says(
    "딱 맞는 units가 없는데 total보다 작은 모델의 units가 나왔습니다. None을 돌려주세요.",
    "No units fit exactly, and those of a smaller model came back; return None instead.",
)
wrong("smallest_above_total", otherwise=lambda above: above).says(
    "딱 맞는 units가 없는데 total보다 큰 모델의 units가 나왔습니다. None을 돌려주세요.",
    "No units fit exactly, and those of a larger model came back; return None instead.",
)
wrong("zero_for_impossible", otherwise=lambda above: 0).says(
    "딱 맞는 units가 없을 때 0을 돌려주었습니다. None을 돌려주세요.",
    "When no units fit exactly, 0 was returned; return None.",
)


@mistake("units_for_params")
def search_up_to_100(total, input_dim, outputs=None):
    """units를 100까지만 찾았습니다. 더 큰 모델도 있으니 파라미터가 total개를 넘을 때까지 찾으세요.
    The search ends at 100 units; there are larger models, so go on until the count exceeds total."""
    fits = (u for u in range(1, 101) if total_params(u, input_dim, outputs) == total)
    return next(fits, None)


@mistake("units_for_params")
def search_from_0(total, input_dim, outputs=None):
    """units를 0부터 찾았습니다. units는 1 이상이므로 0개로만 맞는 total에는 None을 돌려주세요.
    The search begins at 0 units, of which there is at least 1; return None where only 0 fits."""
    fits = (u for u in range(total) if total_params(u, input_dim, outputs) == total)
    return next(fits, None)


@mistake("units_for_params")
def square_root_of_total(total, input_dim, outputs=None):
    """total의 제곱근에서 소수점 아래를 버린 값입니다. input_dim, 편향, Dense도 total에 들어 있습니다.
    This is the square root of total, rounded down; input_dim, biases and Dense are in total, too."""
    return math.isqrt(total)


# ---------------------------------------------------------------- audit_slide


def right_cells(units, timesteps, input_dim, outputs, return_sequences):
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


def audited(
    printed,
    units,
    timesteps,
    input_dim,
    outputs,
    return_sequences=False,
    *,
    sequences=None,
    expected=lambda right, printed: right,
    passes=lambda cell, value: False,
    answer=lambda wrong, right, printed: wrong,
):
    """Correct the slide: compare it with what is ``expected``, but for the cells that pass."""
    sequences = return_sequences if sequences is None else sequences
    right = right_cells(units, timesteps, input_dim, outputs, sequences)
    right = expected(right, printed)
    wrong = {c: right[c] for c, v in printed.items() if v != right[c] and not passes(c, v)}
    return answer(wrong, right, printed)


def sum_of_printed_counts(right, printed):
    counts = [printed.get(cell, right[cell]) for cell in ("rnn_params", "dense_params")]
    return right | ({"total": sum(counts)} if all(isinstance(n, int) for n in counts) else {})


wrong = variations("audit_slide", audited)

wrong("shapes_not_compared", passes=lambda cell, _: cell.endswith("shape")).says(
    "틀린 출력 모양을 고치지 않았습니다. 수가 맞아도 모양이 틀릴 수 있으니 모양도 비교하세요.",
    "No wrong output shape was corrected. Compare the shapes too: they can be wrong though the counts fit.",
)
wrong("last_step_expected", sequences=False).says(
    "return_sequences=True일 때도 마지막 시점만 있는 모양을 바른 것으로 보았습니다.",
    "With return_sequences=True, too, the shapes of the last timestep alone count as right.",
)
wrong("every_step_expected", sequences=True).says(
    "return_sequences=False일 때도 모든 시점이 있는 모양을 바른 것으로 보았습니다.",
    "With return_sequences=False, too, the shapes of every timestep count as right.",
)
wrong(
    "dense_without_time_axis",
    expected=lambda right, _: right | {"dense_shape": (None, right["dense_shape"][-1])},
).says(
    "return_sequences=True이면 Dense의 출력에도 시점의 축이 있습니다.",
    "With return_sequences=True the output of Dense has a time axis, too.",
)
wrong(
    "one_neuron_counted",
    expected=lambda right, _: (
        right | {"W_x": right["W_x"] // right["b"], "W_h": right["b"], "b": 1}
    ),
).says(
    "W_x, W_h, b를 뉴런 하나에 대해 세었습니다. 층 전체에서는 그 units배입니다.",
    "W_x, W_h and b are counted for one neuron; the whole layer has units times as many.",
)
wrong("question_mark_accepted", passes=lambda _, value: "?" in str(value)).says(
    "물음표가 붙은 칸을 고치지 않았습니다. 정확한 값이 아니면 바른 값으로 고치세요.",
    "A cell with a question mark was not corrected; give the right value of what is not exactly it.",
)
wrong(
    "all_cells_returned", answer=lambda wrong, right, printed: {c: right[c] for c in printed}
).says(
    "모든 칸을 돌려주었습니다. 틀린 칸만 담으세요.",
    "All cells were returned; keep only the wrong ones.",
)
wrong(
    "printed_values_returned", answer=lambda wrong, _, printed: {c: printed[c] for c in wrong}
).says(
    "바른 값이 아니라 슬라이드에 적힌 값을 돌려주었습니다.",
    "The values on the slide were returned instead of the right ones.",
)
wrong("only_names_returned", answer=lambda wrong, right, printed: list(wrong)).says(
    "칸의 이름만 돌려주었습니다. 바른 값도 함께 {이름: 값} dict로 돌려주세요.",
    "Only the names of the cells were returned; give their right values with them, as a dict.",
)
wrong(
    "absent_cells_corrected",
    answer=lambda wrong, right, printed: {
        cell: value for cell, value in right.items() if printed.get(cell) != value
    },
).says(
    "슬라이드에 없는 칸까지 고쳤습니다. printed에 있는 칸만 보세요.",
    "Cells that are not on the slide were corrected, too; look only at those in printed.",
)
wrong("total_of_printed_counts", expected=sum_of_printed_counts).says(
    "슬라이드에 적힌 두 수의 합을 바른 total로 보았습니다. 바른 total은 바른 두 수의 합입니다.",
    "The sum of the printed counts was taken for the right total; it is that of the right counts.",
)
