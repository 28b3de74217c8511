# wrong: simple_rnn_params: leaves out the biases.
def simple_rnn_params(units, input_dim):
    W_x = input_dim * units
    W_h = units * units
    return W_x + W_h

# wrong: simple_rnn_params: counts the lines into a single neuron and does not multiply by units.
def simple_rnn_params(units, input_dim):
    lines = units + input_dim + 1
    return lines

# wrong: simple_rnn_params: multiplies the lines of one neuron by input_dim instead of units.
def simple_rnn_params(units, input_dim):
    per_neuron = sum([units, input_dim, 1])
    total = 0
    for _ in range(input_dim):
        total += per_neuron
    return total

# wrong: simple_rnn_params: takes one bias for the whole layer instead of one per neuron.
import numpy as np
def simple_rnn_params(units, input_dim):
    Wx = np.zeros((input_dim, units))
    Wh = np.zeros((units, units))
    b = 1
    return int(Wx.size + Wh.size + b)

# wrong: simple_rnn_params: ignores input_dim and always counts one input per neuron.
def simple_rnn_params(units, input_dim):
    return (units + 1 + 1) * units

# wrong: simple_rnn_params: adds the parameters of a Dense(1) behind the layer, as in the lecture's 131.
def simple_rnn_params(units, input_dim):
    rnn = (units + input_dim + 1) * units
    dense = units + 1
    return rnn + dense

# wrong: weight_shapes: gives the lecture's column-vector shapes, with W_x transposed and a column bias.
def weight_shapes(units, input_dim):
    W_x = (units, input_dim)
    W_h = (units, units)
    b = (units, 1)
    return W_x, W_h, b

# wrong: weight_shapes: gives the bias as a row matrix (1, units) instead of a single axis.
def weight_shapes(units, input_dim):
    shapes = []
    for rows in (input_dim, units, 1):
        shapes.append((rows, units))
    return tuple(shapes)

# wrong: weight_shapes: the bias comes as the plain int units because the comma of the one-element tuple is missing.
def weight_shapes(units, input_dim):
    return (input_dim, units), (units, units), (units)

# wrong: weight_shapes: returns W_h before W_x.
def weight_shapes(units, input_dim):
    kernel = (input_dim, units)
    recurrent_kernel = (units, units)
    bias = (units,)
    return recurrent_kernel, kernel, bias

# wrong: weight_shapes: returns the number of cells of each array instead of its shape.
def weight_shapes(units, input_dim):
    return input_dim * units, units * units, units

# wrong: weight_shapes: builds a layer but uses input_dim as the number of timesteps, so the kernel always has one row.
def weight_shapes(units, input_dim):
    model = keras.Sequential([
        keras.Input(shape=(input_dim, 1)),
        keras.layers.SimpleRNN(units),
    ])
    kernel, rec, bias = model.layers[0].get_weights()
    return kernel.shape, rec.shape, bias.shape

# wrong: dense_params: leaves out the biases.
def dense_params(units, input_dim):
    count = 0
    for i in range(input_dim):
        for j in range(units):
            count += 1
    return count

# wrong: dense_params: copies the lecture's formula with its names, so the bias goes to the wrong side.
def dense_params(units, input_dim):
    return (units + 1) * input_dim

# wrong: dense_params: adds a single bias for the whole layer.
def dense_params(units, input_dim):
    weights = units * input_dim
    bias = 1
    return weights + bias

# wrong: dense_params: counts recurrent weights too, as if the Dense layer were a SimpleRNN.
def dense_params(units, input_dim):
    return simple_rnn_params(units, input_dim)

# wrong: dense_params: ignores units and always counts one output.
def dense_params(units, input_dim):
    return (input_dim + 1) * 1

# wrong: lstm_params: counts only the three gates and forgets the candidate.
def lstm_params(units, input_dim):
    gates = ["forget", "input", "output"]
    return sum(simple_rnn_params(units, input_dim) for g in gates)

# wrong: lstm_params: four boxes but without any bias.
def lstm_params(units, input_dim):
    return 4 * (units + input_dim) * units

# wrong: lstm_params: four weight matrices but only one bias vector shared by all boxes.
def lstm_params(units, input_dim):
    concat = units + input_dim
    W = concat * units
    return 4 * W + units

# wrong: lstm_params: gives every box two bias vectors, as a GRU with reset_after has.
def lstm_params(units, input_dim):
    total = 0
    for box in ("f", "i", "C", "o"):
        total += units * (units + input_dim)
        total += 2 * units
    return total

# wrong: lstm_params: takes the LSTM as one SimpleRNN with four times as many units, so W_h becomes 4u x 4u.
def lstm_params(units, input_dim):
    return simple_rnn_params(4 * units, input_dim)

# wrong: lstm_params: calls simple_rnn_params with its arguments swapped.
def lstm_params(units, input_dim):
    box = simple_rnn_params(input_dim, units)
    return 4 * box

# wrong: gru_params: ignores reset_after and always counts one bias vector per box.
def gru_params(units, input_dim, reset_after=True):
    return 3 * simple_rnn_params(units, input_dim)

# wrong: gru_params: uses the two bias vectors for reset_after=False and one for True.
def gru_params(units, input_dim, reset_after=True):
    if reset_after:
        bias = units
    else:
        bias = 2 * units
    return 3 * (units * units + units * input_dim + bias)

# wrong: gru_params: ignores reset_after and always counts two bias vectors per box.
def gru_params(units, input_dim, reset_after=True):
    n_boxes = 3
    return n_boxes * units * (units + input_dim + 2)

# wrong: gru_params: with reset_after adds the second bias vector to one box only.
def gru_params(units, input_dim, reset_after=True):
    total = 3 * simple_rnn_params(units, input_dim)
    if reset_after:
        total += units
    return total

# wrong: gru_params: with reset_after adds 3 instead of 3 * units for the second biases.
def gru_params(units, input_dim, reset_after=True):
    b = 3 if reset_after else 0
    return 3 * (units + input_dim + 1) * units + b

# wrong: gru_params: counts only update and reset and forgets the candidate.
def gru_params(units, input_dim, reset_after=True):
    biases = 2 if reset_after else 1
    per_gate = (units + input_dim + biases) * units
    return 2 * per_gate

# wrong: gru_params: returns None for reset_after=False because the return stands inside the if.
def gru_params(units, input_dim, reset_after=True):
    W = units * (units + input_dim)
    if reset_after:
        b = 2 * units
        return 3 * (W + b)

# wrong: gru_params: the default of reset_after is changed to False.
def gru_params(units, input_dim, reset_after=False):
    return 3 * units * (input_dim + units + (2 if reset_after else 1))

# wrong: embedding_params: adds a bias of output_dim numbers as in a Dense layer.
def embedding_params(input_dim, output_dim):
    return dense_params(output_dim, input_dim)

# wrong: embedding_params: adds one bias to every word's row.
def embedding_params(input_dim, output_dim):
    row = output_dim + 1
    total = 0
    for word in range(input_dim):
        total = total + row
    return total

# wrong: embedding_params: adds the vocabulary size and the vector length instead of multiplying them.
def embedding_params(input_dim, output_dim):
    return input_dim + output_dim

# wrong: embedding_params: hard-codes the lecture's vector length 100.
def embedding_params(input_dim, output_dim):
    output_dim = 100
    return input_dim * output_dim

# wrong: embedding_params: counts rows 1 to input_dim - 1 only, leaving out the row of id 0.
def embedding_params(input_dim, output_dim):
    return sum(output_dim for word_id in range(1, input_dim))

# wrong: build_rnn: ignores return_sequences and always gives the last timestep.
from keras.models import Sequential
from keras.layers import SimpleRNN, Dense, Input
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = Sequential()
    model.add(Input(shape=(timesteps, input_dim)))
    model.add(SimpleRNN(units))
    if outputs is not None:
        model.add(Dense(outputs))
    return model

# wrong: build_rnn: always returns every timestep, whatever return_sequences says.
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    inputs = keras.Input((timesteps, input_dim))
    x = keras.layers.SimpleRNN(units, return_sequences=True)(inputs)
    if outputs is not None:
        x = keras.layers.Dense(outputs)(x)
    return keras.Model(inputs, x)

# wrong: build_rnn: the Dense layer has a relu activation.
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    layers = [keras.Input((timesteps, input_dim)),
              keras.layers.SimpleRNN(units, return_sequences=return_sequences)]
    if outputs is not None:
        layers.append(keras.layers.Dense(outputs, activation="relu"))
    model = keras.Sequential(layers)
    model.compile(optimizer="adam", loss="mse")
    return model

# wrong: build_rnn: adds a Dense(1) when outputs is None.
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = keras.Sequential()
    model.add(keras.layers.Input(shape=(timesteps, input_dim)))
    model.add(keras.layers.SimpleRNN(units, return_sequences=return_sequences))
    model.add(keras.layers.Dense(outputs or 1))
    return model

# wrong: build_rnn: swaps timesteps and input_dim in the input shape.
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    inp = keras.layers.Input(shape=(input_dim, timesteps))
    h = keras.layers.SimpleRNN(units, return_sequences=return_sequences)(inp)
    out = h if outputs is None else keras.layers.Dense(outputs)(h)
    return keras.models.Model(inputs=inp, outputs=out)

# wrong: build_rnn: the Dense layer has units outputs instead of outputs.
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = keras.Sequential([keras.Input((timesteps, input_dim))])
    model.add(keras.layers.SimpleRNN(units, return_sequences=return_sequences))
    if outputs:
        model.add(keras.layers.Dense(units))
    return model

# wrong: build_rnn: flattens all timesteps before the Dense layer, so the Dense is too big and the time axis is lost.
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = keras.Sequential()
    model.add(keras.Input(shape=(timesteps, input_dim)))
    model.add(keras.layers.SimpleRNN(units, return_sequences=return_sequences))
    if outputs is not None:
        if return_sequences:
            model.add(keras.layers.Flatten())
        model.add(keras.layers.Dense(outputs))
    return model

# wrong: build_rnn: leaves out the Dense layer when return_sequences is True.
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = keras.Sequential([keras.Input((timesteps, input_dim))])
    if return_sequences:
        model.add(keras.layers.SimpleRNN(units, return_sequences=True))
    elif outputs is None:
        model.add(keras.layers.SimpleRNN(units))
    else:
        model.add(keras.layers.SimpleRNN(units))
        model.add(keras.layers.Dense(outputs))
    return model

# wrong: build_rnn: the SimpleRNN is given the activation relu instead of the default tanh.
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    x = inputs = keras.Input(shape=(timesteps, input_dim))
    x = keras.layers.SimpleRNN(units, activation="relu", return_sequences=return_sequences)(x)
    if outputs is not None:
        x = keras.layers.Dense(outputs, activation="linear")(x)
    return keras.Model(inputs, x)

# wrong: build_rnn: hard-codes one input per timestep and ignores input_dim.
def build_rnn(units, timesteps, input_dim, outputs=None, return_sequences=False):
    model = keras.Sequential(name="rnn")
    model.add(keras.Input(shape=(timesteps, 1)))
    model.add(keras.layers.SimpleRNN(units, return_sequences=return_sequences))
    if outputs is not None:
        model.add(keras.layers.Dense(outputs))
    return model

# wrong: units_for_params: returns the first units that reach at least total, instead of None when there is no exact match.
def units_for_params(total, input_dim, outputs=None):
    u = 1
    while True:
        n = simple_rnn_params(u, input_dim)
        if outputs is not None:
            n += dense_params(outputs, u)
        if n >= total:
            return u
        u += 1

# wrong: units_for_params: counts a Dense(1) when outputs is None.
def units_for_params(total, input_dim, outputs=None):
    outputs = outputs or 1
    for u in range(1, total + 1):
        if simple_rnn_params(u, input_dim) + dense_params(outputs, u) == total:
            return u
    return None

# wrong: units_for_params: searches only units below 100, so larger models are not found.
def units_for_params(total, input_dim, outputs=None):
    for units in range(1, 100):
        count = (units + input_dim + 1) * units
        if outputs is not None:
            count += (units + 1) * outputs
        if count == total:
            return units

# wrong: units_for_params: returns 0 instead of None if there are no such units.
def units_for_params(total, input_dim, outputs=None):
    answer = 0
    for u in range(1, total + 1):
        dense = 0 if outputs is None else dense_params(outputs, u)
        if simple_rnn_params(u, input_dim) + dense == total:
            answer = u
            break
    return answer

# wrong: units_for_params: forgets the biases of the Dense layer.
def units_for_params(total, input_dim, outputs=None):
    out = 0 if outputs is None else outputs
    hits = [u for u in range(1, total + 1) if (u + input_dim + 1) * u + u * out == total]
    return hits[0] if hits else None

# wrong: units_for_params: calls dense_params with units and outputs swapped.
def units_for_params(total, input_dim, outputs=None):
    for u in range(1, total + 1):
        params = simple_rnn_params(u, input_dim)
        if outputs is not None:
            params += dense_params(u, outputs)
        if params == total:
            return u
    return None

# wrong: units_for_params: starts at 0, so it answers 0 instead of None when total equals outputs.
def units_for_params(total, input_dim, outputs=None):
    for u in range(total + 1):
        n = u * (u + input_dim + 1)
        n += (u + 1) * outputs if outputs is not None else 0
        if n == total:
            return u
    return None

# wrong: units_for_params: gives up with None inside the loop, after trying units=1 only.
def units_for_params(total, input_dim, outputs=None):
    for u in range(1, total + 1):
        n = simple_rnn_params(u, input_dim)
        if outputs is not None:
            n = n + dense_params(outputs, u)
        if n == total:
            return u
        else:
            return None

# wrong: units_for_params: solves the quadratic equation and rounds the root down without checking it, so it never returns None.
import math
def units_for_params(total, input_dim, outputs=None):
    o = outputs if outputs is not None else 0
    b = input_dim + 1 + o
    c = o - total
    disc = b * b - 4 * c
    return int((-b + math.sqrt(disc)) / 2)

# wrong: audit_slide: returns the right values of all printed cells, also of those that are right.
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    rnn = simple_rnn_params(units, input_dim)
    dense = dense_params(outputs, units)
    right = {
        "units": units,
        "W_x": input_dim * units,
        "W_h": units * units,
        "b": units,
        "rnn_shape": (None, timesteps, units) if return_sequences else (None, units),
        "rnn_params": rnn,
        "dense_shape": (None, timesteps, outputs) if return_sequences else (None, outputs),
        "dense_params": dense,
        "total": rnn + dense,
    }
    return {k: right[k] for k in printed}

# wrong: audit_slide: returns the printed wrong values instead of the right ones.
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    t = (timesteps,) if return_sequences else ()
    answer = dict(
        units=units, W_x=input_dim * units, W_h=units ** 2, b=units,
        rnn_shape=(None, *t, units), dense_shape=(None, *t, outputs),
        rnn_params=simple_rnn_params(units, input_dim),
        dense_params=dense_params(outputs, units),
    )
    answer["total"] = answer["rnn_params"] + answer["dense_params"]
    wrong = {}
    for cell, value in printed.items():
        if value != answer[cell]:
            wrong[cell] = value
    return wrong

# wrong: audit_slide: also reports the cells that are not on the slide.
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    result = {}
    def compare(name, value):
        if printed.get(name) != value:
            result[name] = value
    a, b = simple_rnn_params(units, input_dim), dense_params(outputs, units)
    compare("units", units)
    compare("W_x", units * input_dim)
    compare("W_h", units * units)
    compare("b", units)
    if return_sequences:
        compare("rnn_shape", (None, timesteps, units))
        compare("dense_shape", (None, timesteps, outputs))
    else:
        compare("rnn_shape", (None, units))
        compare("dense_shape", (None, outputs))
    compare("rnn_params", a)
    compare("dense_params", b)
    compare("total", a + b)
    return result

# wrong: audit_slide: ignores return_sequences, so the shapes never have a time axis.
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    correct = {}
    correct["units"] = units
    correct["W_x"] = units * input_dim
    correct["W_h"] = units * units
    correct["b"] = units
    correct["rnn_shape"] = (None, units)
    correct["rnn_params"] = correct["W_x"] + correct["W_h"] + correct["b"]
    correct["dense_shape"] = (None, outputs)
    correct["dense_params"] = (units + 1) * outputs
    correct["total"] = correct["rnn_params"] + correct["dense_params"]
    return {k: v for k, v in correct.items() if k in printed and printed[k] != v}

# wrong: audit_slide: takes the numbers of one neuron for W_x, W_h and b, as the slide does.
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    rnn_p = (units + input_dim + 1) * units
    dense_p = (units + 1) * outputs
    rnn_s, dense_s = (None, units), (None, outputs)
    if return_sequences:
        rnn_s, dense_s = (None, timesteps, units), (None, timesteps, outputs)
    names = ["units", "W_x", "W_h", "b", "rnn_shape", "rnn_params", "dense_shape", "dense_params", "total"]
    values = [units, input_dim, units, 1, rnn_s, rnn_p, dense_s, dense_p, rnn_p + dense_p]
    errors = {}
    for n, v in zip(names, values):
        if n in printed and printed[n] != v:
            errors[n] = v
    return errors

# wrong: audit_slide: with return_sequences=True gives the Dense layer's shape without the time axis.
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    rnn = simple_rnn_params(units, input_dim)
    dense = dense_params(outputs, units)
    right = {"units": units, "W_x": input_dim * units, "W_h": units * units, "b": units,
             "rnn_params": rnn, "dense_params": dense, "total": rnn + dense}
    right["rnn_shape"] = (None, timesteps, units) if return_sequences else (None, units)
    right["dense_shape"] = (None, outputs)
    return {cell: right[cell] for cell in printed if printed[cell] != right[cell]}

# wrong: audit_slide: cleans strings such as "120 ?" to the number 120 and so counts them as right.
import math
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    shape = lambda n: (None, timesteps, n) if return_sequences else (None, n)
    wx, wh, b = [math.prod(s) for s in weight_shapes(units, input_dim)]
    d = dense_params(outputs, units)
    truth = {"units": units, "W_x": wx, "W_h": wh, "b": b, "rnn_shape": shape(units),
             "rnn_params": wx + wh + b, "dense_shape": shape(outputs), "dense_params": d,
             "total": wx + wh + b + d}
    out = {}
    for key, val in printed.items():
        if isinstance(val, str):
            digits = "".join(c for c in val if c.isdigit())
            val = int(digits) if digits else None
        if val != truth[key]:
            out[key] = truth[key]
    return out

# wrong: audit_slide: stops at the first wrong cell.
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    rnn = simple_rnn_params(units, input_dim)
    dense = dense_params(outputs, units)
    seq = [timesteps] if return_sequences else []
    right = {
        "units": units, "W_x": input_dim * units, "W_h": units * units, "b": units,
        "rnn_shape": tuple([None] + seq + [units]), "rnn_params": rnn,
        "dense_shape": tuple([None] + seq + [outputs]), "dense_params": dense,
        "total": rnn + dense,
    }
    for key in printed:
        if printed[key] != right[key]:
            return {key: right[key]}
    return {}

# wrong: audit_slide: computes the total from the printed layer counts, so a wrong count on the slide spoils it.
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    right = {
        "units": units,
        "W_x": units * input_dim,
        "W_h": units * units,
        "b": units,
        "rnn_shape": (None, timesteps, units) if return_sequences else (None, units),
        "rnn_params": simple_rnn_params(units, input_dim),
        "dense_shape": (None, timesteps, outputs) if return_sequences else (None, outputs),
        "dense_params": dense_params(outputs, units),
    }
    right["total"] = (printed.get("rnn_params", right["rnn_params"])
                      + printed.get("dense_params", right["dense_params"])
                      if all(isinstance(printed.get(k, 0), int) for k in ("rnn_params", "dense_params"))
                      else right["rnn_params"] + right["dense_params"])
    return {k: right[k] for k, v in printed.items() if v != right[k]}

# wrong: audit_slide: knows only the shape and parameter cells and raises KeyError for "units", "W_x", "W_h" and "b".
def audit_slide(printed, units, timesteps, input_dim, outputs, return_sequences=False):
    model = build_rnn(units, timesteps, input_dim, outputs, return_sequences)
    rnn, dense = model.layers[-2], model.layers[-1]
    middle = (timesteps,) if return_sequences else ()
    right = {
        "rnn_shape": (None,) + middle + (units,),
        "rnn_params": rnn.count_params(),
        "dense_shape": (None,) + middle + (outputs,),
        "dense_params": dense.count_params(),
        "total": model.count_params(),
    }
    wrong = {}
    for cell in printed:
        if printed[cell] != right[cell]:
            wrong[cell] = right[cell]
    return wrong
