# wrong: one_hot: The alphabet is sorted first, so the columns stand in ABC order instead of the given order.
def one_hot(text, alphabet):
    letters = sorted(alphabet)
    char2idx = {c: i for i, c in enumerate(letters)}
    result = np.zeros((len(text), len(letters)))
    for t, c in enumerate(text):
        result[t, char2idx[c]] = 1
    return result

# wrong: one_hot: The result is transposed: one row per alphabet letter and one column per letter of the text.
def one_hot(text, alphabet):
    result = np.zeros((len(alphabet), len(text)), dtype=int)
    for j in range(len(text)):
        result[alphabet.index(text[j])][j] = 1
    return result

# wrong: one_hot: It uses the global ALPHABET "helo" and ignores the argument alphabet.
def one_hot(text, alphabet):
    return np.eye(len(ALPHABET))[[ALPHABET.index(c) for c in text]]

# wrong: one_hot: It returns the index of each letter and never turns the indices into one-hot rows.
def one_hot(text, alphabet):
    char_to_index = {}
    for i in range(len(alphabet)):
        char_to_index[alphabet[i]] = i
    return np.array([char_to_index[c] for c in text])

# wrong: one_hot: to_categorical is called without num_classes, so the width is the largest index in the text plus one instead of len(alphabet).
def one_hot(text, alphabet):
    idx = [alphabet.find(c) for c in text]
    return keras.utils.to_categorical(idx)

# wrong: one_hot: Numbering starts at 1 and a column is added to make room, so there is one column too many and every 1 is one place too far right.
def one_hot(text, alphabet):
    index = {c: i for i, c in enumerate(alphabet, start=1)}
    result = np.zeros((len(text), len(alphabet) + 1))
    for i, c in enumerate(text):
        result[i, index[c]] = 1.0
    return result

# wrong: one_hot: The columns belong to the different letters of the text in order of appearance, not to the letters of the alphabet.
def one_hot(text, alphabet):
    vocab = list(dict.fromkeys(text))
    rows = []
    for c in text:
        rows.append([1 if c == v else 0 for v in vocab])
    return np.array(rows)

# wrong: one_hot: For each alphabet letter only its first place in the text is marked, so rows of repeated letters stay all zero.
def one_hot(text, alphabet):
    out = np.zeros((len(text), len(alphabet)))
    for k, letter in enumerate(alphabet):
        if letter in text:
            out[text.index(letter), k] = 1
    return out

# wrong: one_hot: A sample axis is put in front already here, so the shape is (1, len(text), len(alphabet)).
def one_hot(text, alphabet):
    eye = np.eye(len(alphabet), dtype="float32")
    return np.array([[eye[alphabet.index(c)] for c in text]])

# wrong: one_hot: The result is squeezed, so a text of one letter (or an alphabet of one letter) loses an axis.
def one_hot(text, alphabet):
    onehot = np.array([[float(c == a) for a in alphabet] for c in text])
    return np.squeeze(onehot)

# wrong: one_hot: The loop runs only to len(text) - 1, so the row of the last letter stays all zero.
def one_hot(text, alphabet):
    result = np.zeros((len(text), len(alphabet)))
    for i in range(len(text) - 1):
        for j in range(len(alphabet)):
            if text[i] == alphabet[j]:
                result[i, j] = 1
    return result

# wrong: make_pairs: X and Y are returned in the wrong order, so X holds the next letters and Y the present ones.
def make_pairs(word, alphabet):
    x = one_hot(word[:-1], alphabet)[np.newaxis]
    y = one_hot(word[1:], alphabet)[np.newaxis]
    return y, x

# wrong: make_pairs: The sample axis is missing, so both arrays have the shape (len(word) - 1, len(alphabet)).
def make_pairs(word, alphabet):
    encoded = one_hot(word, alphabet)
    X = encoded[:-1]
    Y = encoded[1:]
    return X, Y

# wrong: make_pairs: The new axis stands at position 1, so each letter is a sample of one timestep: shape (len(word) - 1, 1, len(alphabet)).
def make_pairs(word, alphabet):
    X = np.expand_dims(one_hot(word[:-1], alphabet), axis=1)
    Y = np.expand_dims(one_hot(word[1:], alphabet), axis=1)
    return X, Y

# wrong: make_pairs: Nothing is cut off; X is the whole word and Y is the word rolled by one, so the last letter is taught to be followed by the first.
def make_pairs(word, alphabet):
    data = one_hot(word, alphabet)
    X = np.array([data])
    Y = np.array([np.roll(data, -1, axis=0)])
    return X, Y

# wrong: make_pairs: Y holds integer letter numbers of shape (1, len(word) - 1) instead of one-hot rows.
def make_pairs(word, alphabet):
    X = one_hot(word[:-1], alphabet).reshape(1, len(word) - 1, len(alphabet))
    Y = np.array([[alphabet.index(c) for c in word[1:]]])
    return X, Y

# wrong: make_pairs: The cuts are hard-coded for the five letters of hello, so longer words are shortened to four pairs.
def make_pairs(word, alphabet):
    x_data = one_hot(word[0:4], alphabet)
    y_data = one_hot(word[1:5], alphabet)
    return x_data[None, :, :], y_data[None, :, :]

# wrong: make_pairs: Y is only the last letter (many to one), of shape (1, len(alphabet)), not the next letter of every timestep.
def make_pairs(word, alphabet):
    h = one_hot(word, alphabet)
    X = h[:-1].reshape(1, -1, len(alphabet))
    Y = h[-1].reshape(1, len(alphabet))
    return X, Y

# wrong: make_pairs: The reshape has timesteps and alphabet size swapped; it only fits where len(word) - 1 equals len(alphabet), as in hello.
def make_pairs(word, alphabet):
    timesteps = len(word) - 1
    vocab = len(alphabet)
    X = one_hot(word[:-1], alphabet).reshape((1, vocab, timesteps))
    Y = one_hot(word[1:], alphabet).reshape((1, vocab, timesteps))
    return X, Y

# wrong: make_pairs: Y is X rolled by one after the last letter was cut, so the last target is the first letter instead of the word's last letter.
def make_pairs(word, alphabet):
    X = one_hot(word[:-1], alphabet)
    Y = np.roll(X, -1, axis=0)
    return np.array([X]), np.array([Y])

# wrong: make_pairs: rstrip and lstrip remove all equal letters at the end or the start, so words such as "hell" or "oooh" lose too many letters.
def make_pairs(word, alphabet):
    first = word.rstrip(word[-1])
    second = word.lstrip(word[0])
    X = one_hot(first, alphabet)
    Y = one_hot(second, alphabet)
    return X[np.newaxis, ...], Y[np.newaxis, ...]

# wrong: make_pairs: The alphabet argument is ignored; the columns are the sorted different letters of the word itself.
def make_pairs(word, alphabet):
    chars = "".join(sorted(set(word)))
    X = [one_hot(word[:-1], chars)]
    Y = [one_hot(word[1:], chars)]
    return np.array(X), np.array(Y)

# wrong: best_without_state: It returns the number of right answers instead of their share.
def best_without_state(word):
    follow = {}
    for a, b in zip(word[:-1], word[1:]):
        follow.setdefault(a, {})
        follow[a][b] = follow[a].get(b, 0) + 1
    return sum(max(d.values()) for d in follow.values())

# wrong: best_without_state: It divides by len(word) instead of by the len(word) - 1 predictions.
def best_without_state(word):
    from collections import Counter, defaultdict

    table = defaultdict(Counter)
    for i in range(len(word) - 1):
        table[word[i]][word[i + 1]] += 1
    right = 0
    for c in table:
        right += table[c].most_common(1)[0][1]
    return right / len(word)

# wrong: best_without_state: It averages the per-letter accuracies without weighting them by how often each letter occurs.
def best_without_state(word):
    nexts = {}
    for a, b in zip(word, word[1:]):
        nexts.setdefault(a, []).append(b)
    scores = []
    for a in nexts:
        best = max(nexts[a].count(b) for b in nexts[a])
        scores.append(best / len(nexts[a]))
    return sum(scores) / len(scores)

# wrong: best_without_state: The dict keeps only the last follower of each letter, which need not be the most frequent one.
def best_without_state(word):
    answer = {}
    for i in range(len(word) - 1):
        answer[word[i]] = word[i + 1]
    correct = 0
    for i in range(len(word) - 1):
        if answer[word[i]] == word[i + 1]:
            correct += 1
    return correct / (len(word) - 1)

# wrong: best_without_state: word.index finds only the first place of a letter, so each letter is answered with its first follower, not its most frequent one.
def best_without_state(word):
    n = len(word) - 1
    hits = [word[word.index(word[i]) + 1] == word[i + 1] for i in range(n)]
    return sum(hits) / n

# wrong: best_without_state: It counts the different letters read, as if each could be right only once; frequent pairs that repeat are not counted.
def best_without_state(word):
    return len(set(word[:-1])) / (len(word) - 1)

# wrong: best_without_state: The direction is reversed: it predicts the present letter from the next one.
def best_without_state(word):
    from collections import Counter

    pairs = Counter(zip(word[:-1], word[1:]))
    best = {}
    for (a, b), count in pairs.items():
        best[b] = max(best.get(b, 0), count)
    return sum(best.values()) / (len(word) - 1)

# wrong: best_without_state: It always answers the one letter that is most frequent among the targets, ignoring the present letter.
def best_without_state(word):
    targets = list(word[1:])
    _, counts = np.unique(targets, return_counts=True)
    return counts.max() / len(targets)

# wrong: best_without_state: str.count counts pairs without overlap, so runs of one letter such as "lll" are counted too low.
def best_without_state(word):
    letters = set(word)
    right = 0
    for a in letters:
        right += max(word.count(a + b) for b in letters)
    return right / (len(word) - 1)

# wrong: best_without_state: Only letters that always have the same follower count as right; an ambiguous letter scores nothing at all.
def best_without_state(word):
    followers = {}
    for a, b in zip(word, word[1:]):
        followers.setdefault(a, set()).add(b)
    ok = 0
    for a in word[:-1]:
        if len(followers[a]) == 1:
            ok += 1
    return ok / (len(word) - 1)

# wrong: best_without_state: The word is treated as a ring, so the pair of the last and the first letter is counted too and the divisor is len(word).
def best_without_state(word):
    n = len(word)
    count = {}
    for i in range(n):
        a = word[i]
        b = word[(i + 1) % n]
        if a not in count:
            count[a] = {}
        count[a][b] = count[a].get(b, 0) + 1
    return sum(max(v.values()) for v in count.values()) / n

# wrong: build_char_rnn: return_sequences=True is missing, so the model answers once per sample: output (None, vocab).
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential()
    model.add(keras.layers.Input(shape=(timesteps, vocab)))
    model.add(keras.layers.SimpleRNN(units))
    model.add(keras.layers.Dense(vocab, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_char_rnn: The output activation is sigmoid, so the letter probabilities of a timestep do not sum to 1.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential([
        keras.Input((timesteps, vocab)),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.TimeDistributed(keras.layers.Dense(vocab, activation="sigmoid")),
    ])
    model.compile(loss="categorical_crossentropy", optimizer="adam")
    return model

# wrong: build_char_rnn: Softmax is applied twice, once in Dense and once more in an Activation layer.
def build_char_rnn(timesteps, vocab, units):
    inputs = keras.Input(shape=(timesteps, vocab))
    h = keras.layers.SimpleRNN(units, return_sequences=True)(inputs)
    p = keras.layers.Dense(vocab, activation="softmax")(h)
    outputs = keras.layers.Activation("softmax")(p)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="categorical_crossentropy")
    return model

# wrong: build_char_rnn: The loss is binary_crossentropy instead of categorical_crossentropy.
def build_char_rnn(timesteps, vocab, units):
    model = keras.models.Sequential([
        keras.layers.Input((timesteps, vocab)),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.Dense(vocab, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_char_rnn: The loss is sparse_categorical_crossentropy, which does not fit one-hot targets.
def build_char_rnn(timesteps, vocab, units):
    x = keras.Input((timesteps, vocab))
    y = keras.layers.SimpleRNN(units, activation="tanh", return_sequences=True)(x)
    y = keras.layers.Dense(vocab, activation="softmax")(y)
    m = keras.Model(inputs=x, outputs=y)
    m.compile("adam", "sparse_categorical_crossentropy")
    return m

# wrong: build_char_rnn: units and vocab are swapped: the SimpleRNN has vocab neurons and the output has units columns.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential([
        keras.layers.Input(shape=(timesteps, vocab)),
        keras.layers.SimpleRNN(vocab, return_sequences=True),
        keras.layers.Dense(units, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model

# wrong: build_char_rnn: It uses an LSTM layer instead of SimpleRNN.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential()
    model.add(keras.Input(shape=(timesteps, vocab)))
    model.add(keras.layers.LSTM(units, return_sequences=True))
    model.add(keras.layers.Dense(vocab, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=0.1), metrics=["accuracy"])
    return model

# wrong: build_char_rnn: The model is returned without being compiled.
def build_char_rnn(timesteps, vocab, units):
    inp = keras.layers.Input(shape=(timesteps, vocab))
    out = keras.layers.SimpleRNN(units, return_sequences=True)(inp)
    out = keras.layers.Dense(vocab, activation=keras.activations.softmax)(out)
    return keras.Model(inp, out)

# wrong: build_char_rnn: Softmax runs over axis 1, the timesteps, so probabilities sum to 1 over time and not over the letters.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential([
        keras.Input(shape=(timesteps, vocab)),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.Dense(vocab),
        keras.layers.Softmax(axis=1),
    ])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_char_rnn: The RNN output is flattened and reshaped with one softmax over all timesteps and letters, which fails for timesteps=None and does not sum to 1 per timestep.
def build_char_rnn(timesteps, vocab, units):
    model = keras.Sequential()
    model.add(keras.layers.Input(shape=(timesteps, vocab)))
    model.add(keras.layers.SimpleRNN(units, return_sequences=True))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(timesteps * vocab, activation="softmax"))
    model.add(keras.layers.Reshape((timesteps, vocab)))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model

# wrong: build_char_rnn: timesteps=None is replaced by 4, so the length of the input is fixed instead of open.
def build_char_rnn(timesteps, vocab, units):
    if timesteps is None:
        timesteps = 4
    model = keras.Sequential([
        keras.layers.Input(shape=(timesteps, vocab)),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.Dense(vocab, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model

# wrong: train: The argument epochs is ignored; it always trains for 100 epochs.
def train(model, X, Y, epochs):
    model.fit(X, Y, epochs=100, verbose=0)
    return model

# wrong: train: X and Y are swapped in fit, so the model learns the letter before instead of the letter after.
def train(model, X, Y, epochs):
    model.fit(Y, X, epochs=epochs, verbose=0)
    return model

# wrong: train: It returns the History of fit instead of the model.
def train(model, X, Y, epochs):
    history = model.fit(X, Y, epochs=epochs, verbose=0)
    return history

# wrong: train: epochs is passed by position and becomes the batch size, so the model is trained for one epoch only.
def train(model, X, Y, epochs):
    model.fit(X, Y, epochs, verbose=0)
    return model

# wrong: train: fit with all epochs is repeated in a loop of epochs rounds, so it trains epochs squared times.
def train(model, X, Y, epochs):
    for epoch in range(epochs):
        model.fit(X, Y, epochs=epochs, verbose=0)
    return model

# wrong: train: The loop starts at 1 and stops before epochs, so one epoch is missing.
def train(model, X, Y, epochs):
    for epoch in range(1, epochs):
        hist = model.fit(X, Y, epochs=1, verbose=0)
        if epoch % 10 == 0:
            print(epoch, hist.history["loss"][0])
    return model

# wrong: train: A new model with 8 units is built and trained; the given model stays untrained and is not the one returned.
def train(model, X, Y, epochs):
    model = build_char_rnn(None, X.shape[2], 8)
    model.fit(X, Y, epochs=epochs, verbose=0)
    return model

# wrong: train: Only the first sample is used for training, the others are ignored.
def train(model, X, Y, epochs):
    x, y = X[:1], Y[:1]
    for _ in range(epochs):
        model.train_on_batch(x, y)
    return model

# wrong: train: Each timestep is fitted on its own as a sequence of length 1, so the state is lost between letters.
def train(model, X, Y, epochs):
    for epoch in range(epochs):
        for t in range(X.shape[1]):
            model.fit(X[:, t:t + 1, :], Y[:, t:t + 1, :], epochs=1, verbose=0)
    return model

# wrong: train: The model is compiled again with sgd and mse, so it does not train with the optimizer and loss that it came with.
def train(model, X, Y, epochs):
    model.compile(optimizer="sgd", loss="mse", metrics=["accuracy"])
    model.fit(X, Y, epochs=epochs, batch_size=1, verbose=0)
    return model

# wrong: train: X is used as input and as target, so the model learns to repeat the letter it reads.
def train(model, X, Y, epochs):
    model.fit(x=X, y=X, epochs=epochs, verbose=0)
    return model

# wrong: generate: Only the last letter is read each time, so the model has forgotten all letters before it.
def generate(model, start, length, alphabet):
    text = start
    for _ in range(length):
        x = one_hot(text[-1], alphabet)[np.newaxis]
        p = model.predict(x, verbose=0)[0, -1]
        text += alphabet[np.argmax(p)]
    return text

# wrong: generate: It uses the probabilities of the first timestep instead of the last one.
def generate(model, start, length, alphabet):
    result = start
    for i in range(length):
        probs = model.predict(np.array([one_hot(result, alphabet)]), verbose=0)
        result = result + alphabet[int(np.argmax(probs[0][0]))]
    return result

# wrong: generate: length is taken as the total length of the text, so too few letters are added.
def generate(model, start, length, alphabet):
    text = start
    while len(text) < length:
        p = model.predict(one_hot(text, alphabet)[None], verbose=0)[0]
        text += alphabet[p[-1].argmax()]
    return text

# wrong: generate: Only the new letters are returned, without start in front.
def generate(model, start, length, alphabet):
    text = list(start)
    new = []
    for _ in range(length):
        x = np.expand_dims(one_hot("".join(text), alphabet), 0)
        idx = model.predict(x, verbose=0)[0][-1].argmax()
        text.append(alphabet[idx])
        new.append(alphabet[idx])
    return "".join(new)

# wrong: generate: Numbers are turned back into letters with the sorted alphabet, which is not the order of the one-hot columns.
def generate(model, start, length, alphabet):
    idx2char = dict(enumerate(sorted(alphabet)))
    out = start
    for _ in range(length):
        x = one_hot(out, alphabet).reshape(1, len(out), len(alphabet))
        y = model.predict(x, verbose=0)
        out += idx2char[int(y[0, -1, :].argmax())]
    return out

# wrong: generate: The next letter is drawn at random by its probability instead of taking the most probable one.
def generate(model, start, length, alphabet):
    text = start
    for _ in range(length):
        p = model.predict(one_hot(text, alphabet)[np.newaxis], verbose=0)[0, -1].astype("float64")
        p = p / p.sum()
        text += np.random.choice(list(alphabet), p=p)
    return text

# wrong: generate: The start is read anew each time without the letters already written, so the same letter is added again and again.
def generate(model, start, length, alphabet):
    answer = start
    x = one_hot(start, alphabet)[np.newaxis]
    for _ in range(length):
        p = model.predict(x, verbose=0)
        answer += alphabet[np.argmax(p[0, -1])]
    return answer

# wrong: generate: argmax runs over the flattened timesteps and letters, so for more than one timestep it often raises IndexError or takes a letter of timestep one.
def generate(model, start, length, alphabet):
    text = start
    for _ in range(length):
        prediction = model.predict(one_hot(text, alphabet)[None, :, :], verbose=0)
        text = text + alphabet[np.argmax(prediction)]
    return text

# wrong: generate: It stops early as soon as the last letter of the alphabet is written, so the text can be too short.
def generate(model, start, length, alphabet):
    text = start
    for _ in range(length):
        p = model.predict(one_hot(text, alphabet)[np.newaxis], verbose=0)[0][-1]
        c = alphabet[p.argmax()]
        text += c
        if c == alphabet[-1]:
            break
    return text

# wrong: generate: It reads only the last four letters (the length of hell) instead of the whole text so far.
def generate(model, start, length, alphabet):
    s = start
    for _ in range(length):
        window = s[-4:]
        p = model.predict(np.array([one_hot(window, alphabet)]), verbose=0)
        s += alphabet[int(p[0, -1].argmax())]
    return s
