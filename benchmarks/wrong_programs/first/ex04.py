# wrong: simple_rnn_params: the biases are forgotten, only W_x and W_h are counted
def simple_rnn_params(units, input_dim):
    w_x = input_dim * units
    w_h = units * units
    return w_x + w_h

# wrong: simple_rnn_params: counts a single bias for the whole layer instead of one per neuron
def simple_rnn_params(units, input_dim):
    Wx = units * input_dim
    Wh = units ** 2
    b = 1
    return Wx + Wh + b

# wrong: simple_rnn_params: counts the lines into one neuron and forgets to multiply by the number of neurons
def simple_rnn_params(units, input_dim):
    lines = 0
    for _ in range(units):
        lines += 1
    for _ in range(input_dim):
        lines += 1
    lines += 1
    return lines

# wrong: simple_rnn_params: input_dim is ignored and the lecture's 1 is hard-coded
def simple_rnn_params(units, input_dim):
    return (units + 1 + 1) * units

# wrong: simple_rnn_params: the count is printed and None is returned
def simple_rnn_params(units, input_dim):
    result = (units + input_dim + 1) * units
    print("params:", result)

# wrong: weight_shapes: gives the deck's transposed shapes with a column bias instead of Keras's
def weight_shapes(units, input_dim):
    W_x = (units, input_dim)
    W_h = (units, units)
    b = (units, 1)
    return W_x, W_h, b

# wrong: weight_shapes: the bias is given as a row matrix (1, units) instead of a one-axis shape
def weight_shapes(units, input_dim):
    return (input_dim, units), (units, units), (1, units)

# wrong: weight_shapes: (units) without a comma makes the bias shape an int, not a tuple
def weight_shapes(units, input_dim):
    return (input_dim, units), (units, units), (units)

# wrong: weight_shapes: the order is W_h, W_x, b instead of W_x, W_h, b
def weight_shapes(units, input_dim):
    shapes = []
    shapes.append((units, units))
    shapes.append((input_dim, units))
    shapes.append((units,))
    return tuple(shapes)

# wrong: weight_shapes: the bias is right but the kernel is still transposed, (units, input_dim)
def weight_shapes(units, input_dim):
    shape_Wx = (units, input_dim)
    shape_Wh = (units, units)
    shape_b = (units,)
    return shape_Wx, shape_Wh, shape_b

# wrong: weight_shapes: builds a real layer but takes units and input_dim the wrong way round
import numpy as np

def weight_shapes(units, input_dim):
    layer = keras.layers.SimpleRNN(input_dim)
    layer(np.zeros((1, 3, units), dtype="float32"))
    return tuple(w.shape for w in layer.get_weights())

# wrong: dense_params: the bias of the outputs is forgotten
def dense_params(units, input_dim):
    return units * input_dim

# wrong: dense_params: takes the deck's formula literally, so units and input_dim change roles
def dense_params(units, input_dim):
    # (units + 1) x Dense output
    return (units + 1) * input_dim

# wrong: dense_params: adds one bias in all instead of one for each output
def dense_params(units, input_dim):
    weights = 0
    for i in range(units):
        for j in range(input_dim):
            weights += 1
    bias = 1
    return weights + bias

# wrong: dense_params: counts a Dense layer as if it had recurrent weights as well
def dense_params(units, input_dim):
    return simple_rnn_params(units, input_dim)

# wrong: dense_params: units is ignored, the lecture's single output is hard-coded
def dense_params(units, input_dim):
    return (input_dim + 1) * 1

# wrong: lstm_params: counts only the three gates and forgets the candidate
def lstm_params(units, input_dim):
    gates = ["forget", "input", "output"]
    return sum(simple_rnn_params(units, input_dim) for _ in gates)

# wrong: lstm_params: the biases of the four boxes are forgotten
def lstm_params(units, input_dim):
    return 4 * (units + input_dim) * units

# wrong: lstm_params: four times the weights but only one set of biases for all boxes
def lstm_params(units, input_dim):
    W = units * (units + input_dim)
    b = units
    return 4 * W + b

# wrong: lstm_params: counts two bias sets per box as the default GRU has, though LSTM has one
def lstm_params(units, input_dim):
    box = units * units + units * input_dim + 2 * units
    return box * 4

# wrong: lstm_params: calls simple_rnn_params with the arguments swapped
def lstm_params(units, input_dim):
    return 4 * simple_rnn_params(input_dim, units)

# wrong: lstm_params: counts the cell state C_t as a fifth box with its own weights
def lstm_params(units, input_dim):
    f = (units + input_dim + 1) * units
    i = (units + input_dim + 1) * units
    c_tilde = (units + input_dim + 1) * units
    c = (units + input_dim + 1) * units
    o = (units + input_dim + 1) * units
    return f + i + c_tilde + c + o

# wrong: gru_params: reset_after is ignored, always one bias set per box
def gru_params(units, input_dim, reset_after=True):
    return 3 * simple_rnn_params(units, input_dim)

# wrong: gru_params: reset_after is ignored, always two bias sets per box
def gru_params(units, input_dim, reset_after=True):
    return 3 * units * (units + input_dim + 2)

# wrong: gru_params: the two cases of reset_after are the wrong way round
def gru_params(units, input_dim, reset_after=True):
    biases = 1 if reset_after else 2
    return 3 * (units + input_dim + biases) * units

# wrong: gru_params: counts only the two gates and forgets the candidate box
def gru_params(units, input_dim, reset_after=True):
    n_bias = 2 if reset_after else 1
    boxes = 2
    return boxes * (units * units + units * input_dim + n_bias * units)

# wrong: gru_params: with reset_after=True adds one extra bias set in all instead of one per box
def gru_params(units, input_dim, reset_after=True):
    count = 3 * simple_rnn_params(units, input_dim)
    if reset_after:
        count += units
    return count

# wrong: gru_params: the default of reset_after is False instead of True
def gru_params(units, input_dim, reset_after=False):
    if reset_after:
        return 3 * (units + input_dim + 2) * units
    return 3 * (units + input_dim + 1) * units

# wrong: gru_params: with reset_after=True doubles the whole boxes, weights included, not just the biases
def gru_params(units, input_dim, reset_after=True):
    box = (units + input_dim + 1) * units
    if reset_after == True:
        box = box * 2
    return 3 * box

# wrong: gru_params: nothing is returned with reset_after=False because the return stands inside the if
def gru_params(units, input_dim, reset_after=True):
    params = 3 * simple_rnn_params(units, input_dim)
    if reset_after:
        params = params + 3 * units
        return params

# wrong: embedding_params: adds a bias vector (as a Dense layer has), which Embedding lacks
def embedding_params(input_dim, output_dim):
    return dense_params(output_dim, input_dim)

# wrong: embedding_params: adds the two sizes instead of multiplying them
def embedding_params(input_dim, output_dim):
    return input_dim + output_dim

# wrong: embedding_params: adds one bias for each word's row
def embedding_params(input_dim, output_dim):
    total = 0
    for word in range(input_dim):
        total += output_dim + 1
    return total

# wrong: embedding_params: returns the shape of the table instead of the number of cells
def embedding_params(input_dim, output_dim):
    table = (input_dim, output_dim)
    return table

# wrong: embedding_params: leaves out id 0 as padding, so one row is missing
def embedding_params(input_dim, output_dim):
    n = 0
    for i in range(1, input_dim):
        n += output_dim
    return n

# wrong: build_rnn: return_sequences is not passed on to the SimpleRNN
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = keras.Sequential()
    model.add(keras.layers.Input(shape=(timesteps, input_dim)))
    model.add(keras.layers.SimpleRNN(units))
    if outputs is not None:
        model.add(keras.layers.Dense(outputs))
    return model

# wrong: build_rnn: return_sequences=True is hard-coded, so every timestep always comes out
from keras.models import Sequential
from keras.layers import SimpleRNN, Dense, Input

def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    layers = [Input((timesteps, input_dim)), SimpleRNN(units, return_sequences=True)]
    if outputs is not None:
        layers.append(Dense(outputs))
    return Sequential(layers)

# wrong: build_rnn: with outputs=None a Dense(1) is added instead of none
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    if outputs is None:
        outputs = 1
    return keras.Sequential([
        keras.Input((timesteps, input_dim)),
        keras.layers.SimpleRNN(units, return_sequences=return_sequences),
        keras.layers.Dense(outputs),
    ])

# wrong: build_rnn: the case outputs=None is forgotten, so Dense(None) raises an error
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    inputs = keras.Input(shape=(timesteps, input_dim))
    x = keras.layers.SimpleRNN(units, return_sequences=return_sequences)(inputs)
    y = keras.layers.Dense(outputs)(x)
    return keras.Model(inputs, y)

# wrong: build_rnn: the Dense layer has a softmax activation though it should have none
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = keras.Sequential()
    model.add(keras.Input(shape=(timesteps, input_dim)))
    model.add(keras.layers.SimpleRNN(units, activation="tanh", return_sequences=return_sequences))
    if outputs:
        model.add(keras.layers.Dense(outputs, activation="softmax"))
    model.compile(loss="mse", optimizer="adam")
    return model

# wrong: build_rnn: the SimpleRNN has a relu activation instead of tanh
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    stack = [keras.Input(shape=(timesteps, input_dim))]
    stack += [keras.layers.SimpleRNN(units, activation="relu", return_sequences=return_sequences)]
    stack += [] if outputs is None else [keras.layers.Dense(outputs)]
    return keras.Sequential(stack)

# wrong: build_rnn: the axes of the input are swapped, (input_dim, timesteps)
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    inp = keras.layers.Input(shape=(input_dim, timesteps))
    out = keras.layers.SimpleRNN(units, return_sequences=return_sequences)(inp)
    if outputs is not None:
        out = keras.layers.Dense(outputs)(out)
    return keras.models.Model(inputs=inp, outputs=out)

# wrong: build_rnn: with return_sequences=True a Flatten stands before Dense, so the timesteps are lost and the count is wrong
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = keras.Sequential()
    model.add(keras.layers.Input((timesteps, input_dim)))
    model.add(keras.layers.SimpleRNN(units, return_sequences=return_sequences))
    if outputs is not None:
        if return_sequences:
            model.add(keras.layers.Flatten())
        model.add(keras.layers.Dense(outputs))
    return model

# wrong: build_rnn: timesteps is ignored, the lecture's 4 is hard-coded in the model's input shape (and so in its output shape with return_sequences=True)
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = keras.Sequential([
        keras.layers.Input(shape=(4, input_dim)),
        keras.layers.SimpleRNN(units, return_sequences=return_sequences),
    ])
    if outputs is not None:
        model.add(keras.layers.Dense(outputs))
    return model

# wrong: build_rnn: for return_sequences=True the last output is merely repeated timesteps times
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    inputs = keras.Input((timesteps, input_dim))
    h = keras.layers.SimpleRNN(units)(inputs)
    if outputs is not None:
        h = keras.layers.Dense(outputs)(h)
    if return_sequences:
        h = keras.layers.RepeatVector(timesteps)(h)
    return keras.Model(inputs, h)

# wrong: build_rnn: the model has no input shape, so it is not built and its parameters cannot be counted
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = keras.Sequential()
    model.add(keras.layers.SimpleRNN(units, return_sequences=return_sequences))
    if outputs is not None:
        model.add(keras.layers.Dense(outputs))
    return model

# wrong: build_rnn: with return_sequences=False takes the first timestep of the sequence instead of the last
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    inputs = keras.Input(shape=(timesteps, input_dim))
    x = keras.layers.SimpleRNN(units, return_sequences=True)(inputs)
    if not return_sequences:
        x = x[:, 0, :]
    if outputs is not None:
        x = keras.layers.Dense(outputs)(x)
    return keras.Model(inputs, x)

# wrong: units_for_params: outputs is ignored, the Dense layer is never counted
def units_for_params(total, input_dim, outputs=None):
    for u in range(1, total + 1):
        if simple_rnn_params(u, input_dim) == total:
            return u
    return None

# wrong: units_for_params: outputs=None is not treated, None in the Dense formula raises a TypeError
def units_for_params(total, input_dim, outputs=None):
    u = 1
    while u <= total:
        n = (u + input_dim + 1) * u + (u + 1) * outputs
        if n == total:
            return u
        u += 1
    return None

# wrong: units_for_params: returns the first units with at least total parameters, never None
def units_for_params(total, input_dim, outputs=None):
    u = 1
    while True:
        params = simple_rnn_params(u, input_dim)
        if outputs is not None:
            params += dense_params(outputs, u)
        if params >= total:
            return u
        u += 1

# wrong: units_for_params: searches only up to units 99, larger models come back as None
def units_for_params(total, input_dim, outputs=None):
    for units in range(1, 100):
        count = (units + input_dim + 1) * units
        if outputs is not None:
            count += (units + 1) * outputs
        if count == total:
            return units
    return None

# wrong: units_for_params: the search starts at 0, so total == outputs gives 0 instead of None
def units_for_params(total, input_dim, outputs=None):
    def count(u):
        dense = 0 if outputs is None else dense_params(outputs, u)
        return simple_rnn_params(u, input_dim) + dense
    for u in range(total + 1):
        if count(u) == total:
            return u
    return None

# wrong: units_for_params: return None stands in the loop's else branch, so only units=1 is tried
def units_for_params(total, input_dim, outputs=None):
    for u in range(1, total):
        p = simple_rnn_params(u, input_dim)
        if outputs is not None:
            p = p + dense_params(outputs, u)
        if p == total:
            return u
        else:
            return None

# wrong: units_for_params: solves the quadratic equation and rounds down without checking that the root is whole
import math

def units_for_params(total, input_dim, outputs=None):
    o = 0 if outputs is None else outputs
    b = input_dim + 1 + o
    c = o - total
    d = b * b - 4 * c
    if d < 0:
        return None
    u = int((-b + math.sqrt(d)) / 2)
    return u if u >= 1 else None

# wrong: units_for_params: dense_params is called with its arguments swapped
def units_for_params(total, input_dim, outputs=None):
    for u in range(1, total + 1):
        n = simple_rnn_params(u, input_dim)
        if outputs is not None:
            n += dense_params(u, outputs)
        if n == total:
            return u
    return None

# wrong: units_for_params: returns -1 instead of None when no units fit
def units_for_params(total, input_dim, outputs=None):
    answer = -1
    for u in range(1, total + 1):
        dense = 0
        if outputs is not None:
            dense = (u + 1) * outputs
        if u * u + u * input_dim + u + dense == total:
            answer = u
            break
    return answer

# wrong: units_for_params: the upper end int(sqrt(total)) is excluded, so some existing answers (e.g. total 8, input 1, no Dense) are missed
def units_for_params(total, input_dim, outputs=None):
    limit = int(total ** 0.5)
    for u in range(1, limit):
        n = simple_rnn_params(u, input_dim) + (dense_params(outputs, u) if outputs is not None else 0)
        if n == total:
            return u
    return None

# wrong: units_for_params: the counter is raised before the comparison is answered, so units come out one too large
def units_for_params(total, input_dim, outputs=None):
    u = 1
    n = 0
    while n < total:
        n = (u + input_dim + 1) * u
        if outputs is not None:
            n += (u + 1) * outputs
        u += 1
    if n == total:
        return u
    return None

# wrong: audit_slide: returns the right values of all printed cells, the right ones included
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    rnn = simple_rnn_params(units, input_dim)
    dense = dense_params(outputs, units)
    right = {
        "units": units, "W_x": input_dim * units, "W_h": units * units, "b": units,
        "rnn_shape": (None, timesteps, units) if return_sequences else (None, units),
        "rnn_params": rnn,
        "dense_shape": (None, timesteps, outputs) if return_sequences else (None, outputs),
        "dense_params": dense, "total": rnn + dense,
    }
    return {k: right[k] for k in printed}

# wrong: audit_slide: cells that are not on the slide are also reported as wrong
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    model = build_rnn(units, timesteps, input_dim, outputs, return_sequences)
    rnn, dense = model.layers[-2], model.layers[-1]
    answer = {}
    answer["units"] = units
    answer["W_x"] = units * input_dim
    answer["W_h"] = units ** 2
    answer["b"] = units
    answer["rnn_shape"] = tuple(rnn.output.shape)
    answer["rnn_params"] = rnn.count_params()
    answer["dense_shape"] = tuple(dense.output.shape)
    answer["dense_params"] = dense.count_params()
    answer["total"] = model.count_params()
    wrong = {}
    for cell, value in answer.items():
        if printed.get(cell) != value:
            wrong[cell] = value
    return wrong

# wrong: audit_slide: W_x, W_h and b are counted for one neuron instead of for the whole layer
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    seq = (timesteps,) if return_sequences else ()
    correct = dict(
        units=units,
        W_x=input_dim,
        W_h=units,
        b=1,
        rnn_shape=(None,) + seq + (units,),
        dense_shape=(None,) + seq + (outputs,),
        rnn_params=simple_rnn_params(units, input_dim),
        dense_params=dense_params(outputs, units),
    )
    correct["total"] = correct["rnn_params"] + correct["dense_params"]
    return {c: correct[c] for c in printed if printed[c] != correct[c]}

# wrong: audit_slide: return_sequences is ignored, the shapes are always those of the last timestep
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    r = simple_rnn_params(units, input_dim)
    d = dense_params(outputs, units)
    truth = {
        "units": units,
        "W_x": input_dim * units,
        "W_h": units * units,
        "b": units,
        "rnn_shape": (None, units),
        "rnn_params": r,
        "dense_shape": (None, outputs),
        "dense_params": d,
        "total": r + d,
    }
    result = {}
    for key in printed.keys():
        if printed[key] != truth[key]:
            result[key] = truth[key]
    return result

# wrong: audit_slide: with return_sequences=True only rnn_shape gets the timesteps, dense_shape stays (None, outputs)
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    if return_sequences:
        rnn_shape = (None, timesteps, units)
    else:
        rnn_shape = (None, units)
    dense_shape = (None, outputs)
    rnn_params = simple_rnn_params(units, input_dim)
    dparams = dense_params(outputs, units)
    names = ["units", "W_x", "W_h", "b", "rnn_shape", "rnn_params", "dense_shape", "dense_params", "total"]
    values = [units, units * input_dim, units * units, units, rnn_shape, rnn_params, dense_shape, dparams, rnn_params + dparams]
    errors = {}
    for n, v in zip(names, values):
        if n in printed and printed[n] != v:
            errors[n] = v
    return errors

# wrong: audit_slide: gives the wrong printed value back instead of the right value
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    t = (None, timesteps) if return_sequences else (None,)
    kernel, recurrent, bias = input_dim * units, units * units, units
    dense = (units + 1) * outputs
    right = {"units": units, "W_x": kernel, "W_h": recurrent, "b": bias,
             "rnn_shape": t + (units,), "rnn_params": kernel + recurrent + bias,
             "dense_shape": t + (outputs,), "dense_params": dense,
             "total": kernel + recurrent + bias + dense}
    return {cell: value for cell, value in printed.items() if right[cell] != value}

# wrong: audit_slide: compares only the number in front of a text, so "120 ?" passes as right
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    rnn = simple_rnn_params(units, input_dim)
    dense = dense_params(outputs, units)
    mid = [timesteps] if return_sequences else []
    right = {
        "units": units, "W_x": input_dim * units, "W_h": units * units, "b": units,
        "rnn_shape": tuple([None] + mid + [units]), "rnn_params": rnn,
        "dense_shape": tuple([None] + mid + [outputs]), "dense_params": dense,
        "total": rnn + dense,
    }
    wrong = {}
    for cell, value in printed.items():
        if isinstance(value, str):
            first = value.split()[0] if value.split() else value
            value = int(first) if first.isdigit() else value
        if value != right[cell]:
            wrong[cell] = right[cell]
    return wrong

# wrong: audit_slide: returns None instead of {} when every cell is right
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    rnn, dense = simple_rnn_params(units, input_dim), dense_params(outputs, units)
    expected = {
        "units": units, "W_x": input_dim * units, "W_h": units * units, "b": units,
        "rnn_shape": (None, timesteps, units) if return_sequences else (None, units),
        "rnn_params": rnn,
        "dense_shape": (None, timesteps, outputs) if return_sequences else (None, outputs),
        "dense_params": dense, "total": rnn + dense,
    }
    out = {k: expected[k] for k, v in printed.items() if v != expected[k]}
    if len(out) > 0:
        return out

# wrong: audit_slide: returns after the first wrong cell, further wrong cells are missing
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    shapes = weight_shapes(units, input_dim)
    rnn = simple_rnn_params(units, input_dim)
    dense = dense_params(outputs, units)
    good = {
        "units": units,
        "W_x": shapes[0][0] * shapes[0][1],
        "W_h": shapes[1][0] * shapes[1][1],
        "b": shapes[2][0],
        "rnn_shape": (None, timesteps, units) if return_sequences else (None, units),
        "rnn_params": rnn,
        "dense_shape": (None, timesteps, outputs) if return_sequences else (None, outputs),
        "dense_params": dense,
        "total": rnn + dense,
    }
    bad = {}
    for cell in printed:
        if printed[cell] != good[cell]:
            bad[cell] = good[cell]
            break
    return bad

# wrong: audit_slide: reads every cell of printed by [], so a slide without some cell raises a KeyError
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    res = {}
    rnn = simple_rnn_params(units, input_dim)
    den = dense_params(outputs, units)
    rs = (None, timesteps, units) if return_sequences else (None, units)
    ds = (None, timesteps, outputs) if return_sequences else (None, outputs)
    if printed["units"] != units: res["units"] = units
    if printed["W_x"] != units * input_dim: res["W_x"] = units * input_dim
    if printed["W_h"] != units * units: res["W_h"] = units * units
    if printed["b"] != units: res["b"] = units
    if printed["rnn_shape"] != rs: res["rnn_shape"] = rs
    if printed["rnn_params"] != rnn: res["rnn_params"] = rnn
    if printed["dense_shape"] != ds: res["dense_shape"] = ds
    if printed["dense_params"] != den: res["dense_params"] = den
    if printed["total"] != rnn + den: res["total"] = rnn + den
    return res

# wrong: audit_slide: W_x, W_h and b are corrected to the shapes of the arrays instead of their counts
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    W_x, W_h, b = weight_shapes(units, input_dim)
    p1 = simple_rnn_params(units, input_dim)
    p2 = dense_params(outputs, units)
    time = (timesteps,) if return_sequences else ()
    table = {"units": units, "W_x": W_x, "W_h": W_h, "b": b,
             "rnn_shape": (None, *time, units), "rnn_params": p1,
             "dense_shape": (None, *time, outputs), "dense_params": p2, "total": p1 + p2}
    return {k: table[k] for k in printed if table[k] != printed[k]}

# wrong: audit_slide: the cells units, W_x, W_h and b are never checked
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    model = build_rnn(units, timesteps, input_dim, outputs, return_sequences)
    rnn_layer = model.layers[0]
    dense_layer = model.layers[1]
    right = {
        "rnn_shape": tuple(rnn_layer.output.shape),
        "rnn_params": rnn_layer.count_params(),
        "dense_shape": tuple(dense_layer.output.shape),
        "dense_params": dense_layer.count_params(),
        "total": model.count_params(),
    }
    fixed = {}
    for cell in right:
        if cell in printed and printed[cell] != right[cell]:
            fixed[cell] = right[cell]
    return fixed
