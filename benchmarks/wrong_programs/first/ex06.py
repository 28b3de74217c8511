# wrong: one_hot: It sorts the alphabet first, so the columns are in ABC order instead of the given order.
def one_hot(text, alphabet):
    letters = sorted(alphabet)
    result = np.zeros((len(text), len(letters)))
    for i, ch in enumerate(text):
        result[i, letters.index(ch)] = 1
    return result

# wrong: one_hot: It ignores the given alphabet and always uses the lecture's global ALPHABET.
def one_hot(text, alphabet):
    char2idx = {c: i for i, c in enumerate(ALPHABET)}
    out = np.zeros((len(text), len(ALPHABET)))
    for i in range(len(text)):
        out[i][char2idx[text[i]]] = 1
    return out

# wrong: one_hot: It builds the dictionary from the letters of the text in order of appearance and ignores the alphabet.
def one_hot(text, alphabet):
    chars = list(dict.fromkeys(text))
    table = {c: i for i, c in enumerate(chars)}
    return np.eye(len(chars))[[table[c] for c in text]]

# wrong: one_hot: It calls to_categorical without num_classes, so trailing columns are missing when the last letters do not occur in the text.
from keras.utils import to_categorical


def one_hot(text, alphabet):
    idx = [alphabet.index(c) for c in text]
    return to_categorical(idx)

# wrong: one_hot: It takes the identity matrix of size len(text) instead of len(alphabet).
def one_hot(text, alphabet):
    n = len(text)
    eye = np.eye(n)
    return np.array([eye[alphabet.index(c)] for c in text])

# wrong: one_hot: The result is transposed, letters of the alphabet as rows and positions of the text as columns.
def one_hot(text, alphabet):
    rows = []
    for a in alphabet:
        rows.append([1 if a == c else 0 for c in text])
    return np.array(rows)

# wrong: one_hot: All rows are the same list object, so every row carries the ones of all letters of the text.
def one_hot(text, alphabet):
    result = [[0] * len(alphabet)] * len(text)
    for i in range(len(text)):
        for j in range(len(alphabet)):
            if text[i] == alphabet[j]:
                result[i][j] = 1
    return np.array(result)

# wrong: one_hot: It loops over the alphabet and uses text.find, so only the first occurrence of each letter is marked and absent letters mark the last row.
def one_hot(text, alphabet):
    result = np.zeros((len(text), len(alphabet)), dtype="float32")
    for k, ch in enumerate(alphabet):
        pos = text.find(ch)
        result[pos, k] = 1.0
    return result

# wrong: one_hot: It returns the integer index of each letter and forgets to turn the indices into one-hot rows.
def one_hot(text, alphabet):
    idx = {c: i for i, c in enumerate(alphabet)}
    return np.array([idx[c] for c in text])

# wrong: one_hot: It numbers the letters from 1 as old tokenizers do, so there is an additional column 0 and every letter is one column too far right.
def one_hot(text, alphabet):
    word_index = {c: i + 1 for i, c in enumerate(alphabet)}
    vocab_size = len(alphabet) + 1
    X = np.zeros((len(text), vocab_size))
    for t, c in enumerate(text):
        X[t, word_index[c]] = 1
    return X

# wrong: one_hot: It lower-cases the text, so texts over an alphabet with capital letters are encoded wrongly or raise a KeyError.
def one_hot(text, alphabet):
    lookup = {letter: k for k, letter in enumerate(alphabet)}
    encoded = np.zeros((len(text), len(alphabet)), dtype=np.float32)
    for row, letter in enumerate(text.lower()):
        encoded[row, lookup[letter]] = 1.0
    return encoded

# wrong: one_hot: It adds the sample axis already here, so the shape is (1, len(text), len(alphabet)).
def one_hot(text, alphabet):
    indices = [alphabet.index(c) for c in text]
    result = keras.utils.to_categorical(indices, num_classes=len(alphabet))
    return np.expand_dims(result, axis=0)

# wrong: make_pairs: X and Y are returned in swapped order.
def make_pairs(word, alphabet):
    encoded = one_hot(word, alphabet)
    x = encoded[:-1]
    y = encoded[1:]
    return y[np.newaxis], x[np.newaxis]

# wrong: make_pairs: It forgets the sample axis, so both arrays are only two-dimensional.
def make_pairs(word, alphabet):
    X = one_hot(word[:-1], alphabet)
    Y = one_hot(word[1:], alphabet)
    return X, Y

# wrong: make_pairs: It puts the new axis in the middle, so each letter becomes its own sample of one timestep.
def make_pairs(word, alphabet):
    X = one_hot(word[:-1], alphabet)
    Y = one_hot(word[1:], alphabet)
    X = np.expand_dims(X, axis=1)
    Y = np.expand_dims(Y, axis=1)
    return X, Y

# wrong: make_pairs: It keeps all letters in X and rolls Y, so there is one timestep too many whose target is the first letter.
def make_pairs(word, alphabet):
    X = one_hot(word, alphabet)
    Y = np.roll(X, -1, axis=0)
    return X[None], Y[None]

# wrong: make_pairs: It cuts off the last letter before it rolls, so the last target is the first letter instead of the last one.
def make_pairs(word, alphabet):
    data = one_hot(word[:-1], alphabet)
    X = data.reshape(1, len(word) - 1, len(alphabet))
    Y = np.roll(X, shift=-1, axis=1)
    return X, Y

# wrong: make_pairs: The slices 0:4 and 1:5 are fixed for hello, so longer words are cut and shorter words give X and Y of different lengths.
def make_pairs(word, alphabet):
    x_text = word[0:4]
    y_text = word[1:5]
    X = np.array([one_hot(x_text, alphabet)])
    Y = np.array([one_hot(y_text, alphabet)])
    return X, Y

# wrong: make_pairs: It reshapes with a fixed last dimension of 4, which is only right for an alphabet of four letters.
def make_pairs(word, alphabet):
    enc = one_hot(word, alphabet)
    X = enc[:-1].reshape(1, -1, 4)
    Y = enc[1:].reshape(1, -1, 4)
    return X, Y

# wrong: make_pairs: It reshapes to (1, letters, timesteps), so the axes are exchanged and the rows are scrambled unless both sizes are equal.
def make_pairs(word, alphabet):
    T, V = len(word) - 1, len(alphabet)
    X = one_hot(word[:-1], alphabet).reshape((1, V, T))
    Y = one_hot(word[1:], alphabet).reshape((1, V, T))
    return X, Y

# wrong: make_pairs: Y holds integer letter indices (for a sparse loss) instead of one-hot rows.
def make_pairs(word, alphabet):
    X = one_hot(word[:-1], alphabet)[np.newaxis, :, :]
    Y = np.array([[alphabet.index(c) for c in word[1:]]])
    return X, Y

# wrong: make_pairs: Y is only the last letter of the word, as in a many-to-one model.
def make_pairs(word, alphabet):
    X = one_hot(word[:-1], alphabet)
    y = one_hot(word[-1], alphabet)
    return np.array([X]), y

# wrong: make_pairs: It moves the targets on by two letters and loses one timestep.
def make_pairs(word, alphabet):
    xs, ys = [], []
    for i in range(len(word) - 2):
        xs.append(word[i])
        ys.append(word[i + 2])
    return one_hot("".join(xs), alphabet)[None], one_hot("".join(ys), alphabet)[None]

# wrong: make_pairs: It removes repeated letters from the word before it makes the pairs.
def make_pairs(word, alphabet):
    letters = ""
    for c in word:
        if c not in letters:
            letters += c
    onehot = one_hot(letters, alphabet)
    X = onehot[:-1]
    Y = onehot[1:]
    return X[None, ...], Y[None, ...]

# wrong: best_without_state: It divides by the length of the word instead of the number of next letters.
from collections import Counter, defaultdict


def best_without_state(word):
    nexts = defaultdict(Counter)
    for a, b in zip(word, word[1:]):
        nexts[a][b] += 1
    right = sum(c.most_common(1)[0][1] for c in nexts.values())
    return right / len(word)

# wrong: best_without_state: It counts each distinct letter once as one right answer, although a letter may be read and answered rightly several times.
def best_without_state(word):
    inputs = word[:-1]
    return len(set(inputs)) / len(inputs)

# wrong: best_without_state: It groups by the next letter and counts the most frequent letter before it, the wrong direction.
def best_without_state(word):
    table = {}
    for i in range(len(word) - 1):
        now, nxt = word[i], word[i + 1]
        table.setdefault(nxt, {})
        table[nxt][now] = table[nxt].get(now, 0) + 1
    correct = 0
    for counts in table.values():
        correct += max(counts.values())
    return correct / (len(word) - 1)

# wrong: best_without_state: It predicts the follower seen last instead of the most frequent one.
def best_without_state(word):
    answer = dict(zip(word[:-1], word[1:]))
    hits = 0
    for x, y in zip(word[:-1], word[1:]):
        if answer[x] == y:
            hits += 1
    return hits / (len(word) - 1)

# wrong: best_without_state: It predicts the follower seen first instead of the most frequent one.
def best_without_state(word):
    hits = [word[word.index(word[i]) + 1] == word[i + 1] for i in range(len(word) - 1)]
    return float(np.mean(hits))

# wrong: best_without_state: It averages the best accuracies of the different letters without weighting them by how often each letter occurs.
from collections import Counter


def best_without_state(word):
    accs = []
    for letter in set(word[:-1]):
        follow = Counter(b for a, b in zip(word, word[1:]) if a == letter)
        accs.append(max(follow.values()) / sum(follow.values()))
    return sum(accs) / len(accs)

# wrong: best_without_state: It finds the single most frequent next letter of the whole word and ignores the letter that is read now.
from collections import Counter


def best_without_state(word):
    targets = word[1:]
    most = Counter(targets).most_common(1)[0][1]
    return most / len(targets)

# wrong: best_without_state: It returns the number of right letters and forgets to divide by the number of next letters.
from collections import Counter


def best_without_state(word):
    pairs = Counter(zip(word, word[1:]))
    best = {}
    for (a, b), n in pairs.items():
        best[a] = max(best.get(a, 0), n)
    return sum(best.values())

# wrong: best_without_state: Letters with more than one follower count as never right, instead of right for the most frequent follower.
def best_without_state(word):
    followers = {}
    for a, b in zip(word, word[1:]):
        followers.setdefault(a, []).append(b)
    right = 0
    for a, bs in followers.items():
        if len(set(bs)) == 1:
            right += len(bs)
    return right / (len(word) - 1)

# wrong: best_without_state: It divides a letter's occurrences by its number of different followers, as if one guessed evenly, instead of taking the most frequent follower.
def best_without_state(word):
    n = len(word) - 1
    score = 0.0
    for c in set(word[:-1]):
        nexts = [word[i + 1] for i in range(n) if word[i] == c]
        score += len(nexts) / len(set(nexts))
    return score / n

# wrong: best_without_state: It counts pairs with str.count, which does not count overlapping pairs, so runs such as lll are undercounted.
def best_without_state(word):
    total = 0
    for a in set(word[:-1]):
        total += max(word.count(a + b) for b in set(word))
    return total / (len(word) - 1)

# wrong: best_without_state: The loop stops one pair early, so the last next letter is never counted although the divisor includes it.
def best_without_state(word):
    count = {}
    for i in range(len(word) - 2):
        if word[i] not in count:
            count[word[i]] = {}
        count[word[i]][word[i + 1]] = count[word[i]].get(word[i + 1], 0) + 1
    good = 0
    for c in count:
        good = good + max(count[c].values())
    return good / (len(word) - 1)

# wrong: best_without_state: It loops over all letters of the word, so a last letter that occurs nowhere else raises a KeyError.
from collections import Counter


def best_without_state(word):
    nexts = {}
    for i in range(len(word) - 1):
        nexts.setdefault(word[i], []).append(word[i + 1])
    right = 0
    for c in set(word):
        right += Counter(nexts[c]).most_common(1)[0][1]
    return right / (len(word) - 1)

# wrong: build_char_rnn: return_sequences is forgotten, so only the last timestep gives an answer.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential([
        keras.layers.Input(shape=(timesteps, vocab)),
        keras.layers.SimpleRNN(units),
        keras.layers.Dense(vocab, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_char_rnn: The Dense layer uses sigmoid, so the probabilities do not sum to 1.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential()
    model.add(keras.Input((timesteps, vocab)))
    model.add(keras.layers.SimpleRNN(units, return_sequences=True))
    model.add(keras.layers.TimeDistributed(keras.layers.Dense(vocab, activation="sigmoid")))
    model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
    return model

# wrong: build_char_rnn: The Dense layer has no activation, so the outputs are raw scores and not probabilities.
def build_char_rnn(timesteps, vocab, units):
    inputs = keras.Input(shape=(timesteps, vocab))
    h = keras.layers.SimpleRNN(units, return_sequences=True)(inputs)
    outputs = keras.layers.Dense(vocab)(h)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer="adam", loss=keras.losses.CategoricalCrossentropy(from_logits=True))
    return model

# wrong: build_char_rnn: Softmax is applied twice, in the Dense layer and once more in an Activation layer.
from keras.layers import Activation, Dense, Input, SimpleRNN


def build_char_rnn(timesteps, vocab, units):
    model = keras.models.Sequential()
    model.add(Input(shape=(timesteps, vocab)))
    model.add(SimpleRNN(units, return_sequences=True))
    model.add(Dense(vocab, activation="softmax"))
    model.add(Activation("softmax"))
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.1), loss="categorical_crossentropy")
    return model

# wrong: build_char_rnn: It compiles with sparse_categorical_crossentropy, which does not fit one-hot targets.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential([
        keras.Input(shape=(timesteps, vocab)),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.Dense(vocab, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_char_rnn: It uses an LSTM layer instead of SimpleRNN.
from keras import layers


def build_char_rnn(timesteps, vocab, units):
    x = layers.Input(shape=(timesteps, vocab))
    h = layers.LSTM(units, return_sequences=True)(x)
    p = layers.Dense(vocab, activation="softmax")(h)
    model = keras.Model(inputs=x, outputs=p)
    model.compile("adam", "categorical_crossentropy")
    return model

# wrong: build_char_rnn: The SimpleRNN layer uses relu instead of tanh.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential()
    model.add(keras.layers.Input(shape=(timesteps, vocab)))
    model.add(keras.layers.SimpleRNN(units=units, activation="relu", return_sequences=True))
    model.add(keras.layers.Dense(units=vocab, activation="softmax"))
    model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="categorical_crossentropy")
    return model

# wrong: build_char_rnn: The SimpleRNN layer gets vocab neurons and the argument units is ignored.
def build_char_rnn(timesteps, vocab, units):
    hidden_size = vocab
    model = keras.Sequential([
        keras.layers.Input((timesteps, vocab)),
        keras.layers.SimpleRNN(hidden_size, return_sequences=True),
        keras.layers.Dense(vocab, activation="softmax"),
    ])
    model.compile(loss="categorical_crossentropy", optimizer="adam")
    return model

# wrong: build_char_rnn: None as timesteps is replaced by the fixed length 4 of the lecture, so other lengths cannot be read.
def build_char_rnn(timesteps, vocab, units):
    if timesteps is None:
        timesteps = 4
    model = keras.Sequential()
    model.add(keras.Input(shape=(timesteps, vocab)))
    model.add(keras.layers.SimpleRNN(units, return_sequences=True))
    model.add(keras.layers.Dense(vocab, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model

# wrong: build_char_rnn: It compiles with the sgd optimizer instead of adam.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential([
        keras.Input(shape=(timesteps, vocab)),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.Dense(vocab, activation="softmax"),
    ])
    model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_char_rnn: It flattens the states and answers for all timesteps with one Dense, so each answer sees later letters too and an open length fails.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential()
    model.add(keras.Input(shape=(timesteps, vocab)))
    model.add(keras.layers.SimpleRNN(units, return_sequences=True))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(timesteps * vocab))
    model.add(keras.layers.Reshape((timesteps, vocab)))
    model.add(keras.layers.Softmax())
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model

# wrong: build_char_rnn: Softmax runs over the time axis, so the probabilities of one timestep do not sum to 1 and depend on later letters.
def build_char_rnn(timesteps, vocab, units):
    inp = keras.Input(shape=(timesteps, vocab))
    x = keras.layers.SimpleRNN(units, activation="tanh", return_sequences=True)(inp)
    x = keras.layers.Dense(vocab)(x)
    out = keras.layers.Softmax(axis=1)(x)
    model = keras.Model(inp, out)
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model

# wrong: build_char_rnn: The input layer has the axes exchanged, (vocab, timesteps) instead of (timesteps, vocab).
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential([
        keras.layers.Input(shape=(vocab, timesteps)),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.Dense(vocab, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model

# wrong: train: It ignores the argument epochs and always trains for 100 epochs.
def train(model, X, Y, epochs):
    model.fit(X, Y, epochs=100, verbose=0)
    return model

# wrong: train: It returns the History object of fit instead of the model.
def train(model, X, Y, epochs):
    history = model.fit(X, Y, epochs=epochs, verbose=0)
    return history

# wrong: train: It passes epochs as the third positional argument of fit, which is the batch size, so it trains for one epoch only.
def train(model, X, Y, epochs):
    model.fit(X, Y, epochs)
    return model

# wrong: train: It calls fit with epochs=epochs inside a loop over the epochs, so it trains for epochs squared.
def train(model, X, Y, epochs):
    for epoch in range(epochs):
        model.fit(X, Y, epochs=epochs, verbose=0)
    return model

# wrong: train: It builds and trains a fresh model and leaves the given one untrained.
def train(model, X, Y, epochs):
    new_model = build_char_rnn(X.shape[1], X.shape[2], 8)
    new_model.fit(X, Y, epochs=epochs, verbose=0)
    return new_model

# wrong: train: The inputs and the targets are swapped in the call of fit.
def train(model, X, Y, epochs):
    model.fit(Y, X, epochs=epochs, batch_size=1, verbose=0)
    return model

# wrong: train: The model learns to repeat the input because X is given as the target too.
def train(model, X, Y, epochs):
    model.fit(x=X, y=X, epochs=epochs, verbose=0)
    return model

# wrong: train: It holds back a fifth of the samples for validation, so it trains on too little data and fails with a single sample.
def train(model, X, Y, epochs):
    model.fit(X, Y, epochs=epochs, validation_split=0.2, verbose=0)
    return model

# wrong: train: It feeds every timestep as a sequence of its own, so the hidden state starts at zero for each letter and memory is never trained.
def train(model, X, Y, epochs):
    for _ in range(epochs):
        for t in range(X.shape[1]):
            model.train_on_batch(X[:, t:t + 1, :], Y[:, t:t + 1, :])
    return model

# wrong: generate: Only the last letter is given to the model, so everything read before is forgotten.
def generate(model, start, length, alphabet):
    text = start
    for _ in range(length):
        x = one_hot(text[-1], alphabet)[np.newaxis]
        p = model.predict(x, verbose=0)[0, -1]
        text += alphabet[np.argmax(p)]
    return text

# wrong: generate: It returns only the new letters without start.
def generate(model, start, length, alphabet):
    result = ""
    for i in range(length):
        x = np.expand_dims(one_hot(start + result, alphabet), 0)
        prob = model.predict(x, verbose=0)
        result += alphabet[int(prob[0][-1].argmax())]
    return result

# wrong: generate: It takes length as the total length of the text instead of the number of new letters.
def generate(model, start, length, alphabet):
    text = start
    while len(text) < length:
        probs = model.predict(one_hot(text, alphabet)[None], verbose=0)[0]
        text = text + alphabet[probs[-1].argmax()]
    return text

# wrong: generate: It uses the probabilities of the first timestep instead of the last one.
def generate(model, start, length, alphabet):
    out = start
    for _ in range(length):
        x = np.array([one_hot(out, alphabet)])
        pred = model.predict(x, verbose=0)
        out += alphabet[np.argmax(pred[0][0])]
    return out

# wrong: generate: It encodes start once and never reads the new letters, so the same letter is appended again and again.
def generate(model, start, length, alphabet):
    x = one_hot(start, alphabet).reshape(1, len(start), len(alphabet))
    letters = list(start)
    for _ in range(length):
        p = model.predict(x, verbose=0)[0][-1]
        letters.append(alphabet[p.argmax()])
    return "".join(letters)

# wrong: generate: It turns the index back into a letter with the global ALPHABET instead of the given alphabet.
def generate(model, start, length, alphabet):
    text = start
    for step in range(length):
        X = one_hot(text, alphabet)[np.newaxis, :, :]
        idx = np.argmax(model.predict(X, verbose=0), axis=-1)[0, -1]
        text += ALPHABET[idx]
    return text

# wrong: generate: It takes argmax over all timesteps and letters together and reduces it modulo the alphabet, so the letter of the most certain timestep is appended.
def generate(model, start, length, alphabet):
    text = start
    for _ in range(length):
        p = model.predict(one_hot(text, alphabet)[None], verbose=0)
        text += alphabet[np.argmax(p) % len(alphabet)]
    return text

# wrong: generate: It reads only the last four letters, so in longer texts the model forgets the beginning.
def generate(model, start, length, alphabet):
    window = 4
    text = start
    for _ in range(length):
        x = one_hot(text[-window:], alphabet)
        p = model.predict(x[None, :, :], verbose=0)[0, -1, :]
        text += alphabet[int(np.argmax(p))]
    return text

# wrong: generate: It feeds the probability vector back as the next input instead of the one-hot row of the chosen letter.
def generate(model, start, length, alphabet):
    x = one_hot(start, alphabet)[None].astype("float32")
    text = start
    for _ in range(length):
        p = model.predict(x, verbose=0)[:, -1:, :]
        text += alphabet[int(p[0, 0].argmax())]
        x = np.concatenate([x, p], axis=1)
    return text

# wrong: generate: It encodes the text with make_pairs, whose X leaves out the last letter, so the last letter is never read and a start of one letter gives an empty input.
def generate(model, start, length, alphabet):
    text = start
    for _ in range(length):
        X, _Y = make_pairs(text, alphabet)
        probs = model.predict(X, verbose=0)[0]
        text += alphabet[probs[-1].argmax()]
    return text

# wrong: generate: It stops as soon as the letter o is written, as if that always ended the word, so the text may be too short.
def generate(model, start, length, alphabet):
    text = start
    for _ in range(length):
        p = model.predict(one_hot(text, alphabet)[None], verbose=0)[0, -1]
        nxt = alphabet[p.argmax()]
        text += nxt
        if nxt == "o":
            break
    return text
