# wrong: decode: index_from is ignored; the offset 3 is hard-coded.
def decode(ids, word_index, index_from=3):
    id_to_word = {rank + 3: word for word, rank in word_index.items()}
    id_to_word[0] = "<pad>"
    id_to_word[1] = "<start>"
    id_to_word[2] = "<unk>"
    return " ".join(id_to_word.get(i, "<unk>") for i in ids)

# wrong: decode: The offset is forgotten, the id of a word is taken as its rank.
def decode(ids, word_index, index_from=3):
    reverse = dict((v, k) for k, v in word_index.items())
    special = {0: "<pad>", 1: "<start>", 2: "<unk>"}
    words = []
    for i in ids:
        if i in special:
            words.append(special[i])
        else:
            words.append(reverse.get(i, "<unk>"))
    return " ".join(words)

# wrong: decode: An id that has no word, such as index_from, raises KeyError instead of giving "<unk>".
def decode(ids, word_index, index_from=3):
    reverse_word_index = {v + index_from: k for k, v in word_index.items()}
    for i, token in enumerate(("<pad>", "<start>", "<unk>")):
        reverse_word_index[i] = token
    return " ".join([reverse_word_index[i] for i in ids])

# wrong: decode: The special ids 0 and 1 are not handled, so <pad> and <start> come out as "<unk>" too.
def decode(ids, word_index, index_from=3):
    reverse = {rank: word for (word, rank) in word_index.items()}
    return " ".join(reverse.get(i - index_from, "<unk>") for i in ids)

# wrong: decode: Padding is left out of the text instead of being written as "<pad>".
def decode(ids, word_index, index_from=3):
    table = {r + index_from: w for w, r in word_index.items()}
    table.update({1: "<start>", 2: "<unk>"})
    return " ".join(table.get(i, "<unk>") for i in ids if i != 0)

# wrong: decode: A space is added after every word, so the text ends with a space too many.
def decode(ids, word_index, index_from=3):
    words = {0: "<pad>", 1: "<start>", 2: "<unk>"}
    for word, rank in word_index.items():
        words[rank + index_from] = word
    text = ""
    for i in ids:
        text += words.get(i, "<unk>") + " "
    return text

# wrong: decode: All ids below index_from are looked up in a list of three special words, so ids such as 3 or 4 with a larger index_from raise IndexError.
def decode(ids, word_index, index_from=3):
    special = ["<pad>", "<start>", "<unk>"]
    rank_to_word = {r: w for w, r in word_index.items()}
    out = []
    for i in ids:
        if i < index_from and i != 2:
            out.append(special[i])
        else:
            out.append("<unk>" if i == 2 else rank_to_word.get(i - index_from, "<unk>"))
    return " ".join(out)

# wrong: decode: The word list is indexed by i - index_from - 1, which is -1 for the id index_from, so that id gives the rarest word instead of "<unk>".
def decode(ids, word_index, index_from=3):
    words = sorted(word_index, key=word_index.get)
    result = []
    for i in ids:
        if i == 0:
            result.append("<pad>")
        elif i == 1:
            result.append("<start>")
        elif i == 2 or i - index_from - 1 >= len(words):
            result.append("<unk>")
        else:
            result.append(words[i - index_from - 1])
    return " ".join(result)

# wrong: decode: A list of words is returned instead of one text.
def decode(ids, word_index, index_from=3):
    inverse = {r + index_from: w for w, r in word_index.items()}
    inverse |= {0: "<pad>", 1: "<start>", 2: "<unk>"}
    return [inverse.get(int(i), "<unk>") for i in ids]

# wrong: encode: The 1 for <start> at the beginning is missing.
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = []
    for word in text.split():
        i = word_index.get(word, vocabulary) + index_from
        ids.append(i if i < vocabulary else 2)
    return ids

# wrong: encode: Rare words are not replaced, so ids of vocabulary and above stay in the list.
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = [1]
    for word in text.split():
        if word in word_index:
            ids.append(word_index[word] + index_from)
        else:
            ids.append(2)
    return ids

# wrong: encode: The limit is tested with > instead of >=, so the id vocabulary itself is kept.
def encode(text, word_index, vocabulary=1000, index_from=3):
    result = [1]
    for w in text.split():
        if w not in word_index:
            result.append(2)
            continue
        idx = word_index[w] + index_from
        if idx > vocabulary:
            idx = 2
        result.append(idx)
    return result

# wrong: encode: The rank and not the id is compared with vocabulary, so ids from vocabulary to vocabulary + index_from - 1 get through.
def encode(text, word_index, vocabulary=1000, index_from=3):
    return [1] + [
        word_index[w] + index_from if w in word_index and word_index[w] < vocabulary else 2
        for w in text.split()
    ]

# wrong: encode: vocabulary is ignored; the limit 1000 is hard-coded.
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = [1]
    for word in text.split():
        rank = word_index.get(word)
        if rank is None or rank + index_from >= 1000:
            ids.append(2)
        else:
            ids.append(rank + index_from)
    return ids

# wrong: encode: Unknown and rare words are left out instead of becoming 2, so the list is too short.
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = [1]
    for word in text.split(" "):
        if word in word_index and word_index[word] + index_from < vocabulary:
            ids.append(word_index[word] + index_from)
    return ids

# wrong: encode: A word that is not in word_index raises KeyError; only rare words become 2.
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = np.array([word_index[w] for w in text.split()], dtype=int) + index_from
    ids[ids >= vocabulary] = 2
    return [1] + ids.tolist()

# wrong: encode: The default -1 plus the offset is 2 only for index_from=3; with another index_from unknown words get a wrong id.
def encode(text, word_index, vocabulary=1000, index_from=3):
    seq = [word_index.get(word, -1) + index_from for word in text.split()]
    return [1] + [i if i < vocabulary else 2 for i in seq]

# wrong: encode: An id that is too large is clamped to vocabulary - 1 instead of becoming 2.
def encode(text, word_index, vocabulary=1000, index_from=3):
    out = [1]
    for w in text.split():
        if w in word_index:
            out.append(min(word_index[w] + index_from, vocabulary - 1))
        else:
            out.append(2)
    return out

# wrong: pad: The zeros are put behind the ids instead of in front.
def pad(sequences, maxlen=100):
    return keras.utils.pad_sequences(sequences, maxlen=maxlen, padding="post")

# wrong: pad: Long lists keep their first maxlen ids instead of their last.
def pad(sequences, maxlen=100):
    rows = []
    for s in sequences:
        s = list(s)[:maxlen]
        rows.append([0] * (maxlen - len(s)) + s)
    return np.array(rows, dtype=int).reshape(len(rows), maxlen)

# wrong: pad: maxlen is not passed on, so the rows are as long as the longest list and nothing is cut.
def pad(sequences, maxlen=100):
    return keras.utils.pad_sequences(sequences)

# wrong: pad: The array has dtype float64 instead of int.
def pad(sequences, maxlen=100):
    result = np.zeros((len(sequences), maxlen))
    for i, s in enumerate(sequences):
        for j, v in enumerate(reversed(s)):
            if j == maxlen:
                break
            result[i, maxlen - 1 - j] = v
    return result

# wrong: pad: For an empty list the slice -0: means the whole row, so the assignment raises ValueError.
def pad(sequences, maxlen=100):
    x = np.zeros((len(sequences), maxlen), dtype="int32")
    for i, seq in enumerate(sequences):
        seq = seq[-maxlen:]
        x[i, -len(seq):] = seq
    return x

# wrong: pad: seq[len(seq) - maxlen:] is used for short lists too, where the negative start drops ids that should be kept.
def pad(sequences, maxlen=100):
    out = np.zeros((len(sequences), maxlen), dtype=int)
    for i, seq in enumerate(sequences):
        tail = list(seq[len(seq) - maxlen:])
        out[i, maxlen - len(tail):] = tail
    return out

# wrong: pad: A list of exactly maxlen ids is handled by neither branch and becomes a row of zeros.
def pad(sequences, maxlen=100):
    result = np.zeros((len(sequences), maxlen), dtype=np.int64)
    for i in range(len(sequences)):
        s = sequences[i]
        n = len(s)
        if n < maxlen:
            for j in range(n):
                result[i, maxlen - n + j] = s[j]
        elif n > maxlen:
            for j in range(maxlen):
                result[i, j] = s[n - maxlen + j]
    return result

# wrong: pad: Empty lists are skipped, so the array has fewer rows than there are lists.
def pad(sequences, maxlen=100):
    kept = [s for s in sequences if len(s) > 0]
    return keras.utils.pad_sequences(kept, maxlen)

# wrong: pad: Long lists are cut one place too early: the slice leaves out the last id.
def pad(sequences, maxlen=100):
    array = np.zeros((len(sequences), maxlen), dtype=int)
    for row, s in zip(array, sequences):
        if len(s) > maxlen:
            s = s[-maxlen - 1:-1]
        if len(s):
            row[-len(s):] = s
    return array

# wrong: build_reuters_lstm: embedding and units are swapped: vectors of size units and an LSTM with embedding neurons.
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    model = keras.Sequential([
        keras.Input(shape=(length,)),
        keras.layers.Embedding(vocabulary, units),
        keras.layers.LSTM(embedding),
        keras.layers.Dense(topics, activation="softmax"),
    ])
    return model

# wrong: build_reuters_lstm: The LSTM has return_sequences=True, so the model gives an answer for every word: output (None, length, topics).
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    model = keras.Sequential()
    model.add(keras.layers.Input((length,)))
    model.add(keras.layers.Embedding(vocabulary, embedding))
    model.add(keras.layers.LSTM(units, return_sequences=True))
    model.add(keras.layers.Dense(topics, activation="softmax"))
    return model

# wrong: build_reuters_lstm: mask_zero=True adds a mask for the padding, while the LSTM of the task reads the zeros without a mask.
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    inputs = keras.Input((length,))
    x = keras.layers.Embedding(vocabulary, embedding, mask_zero=True)(inputs)
    x = keras.layers.LSTM(units)(x)
    outputs = keras.layers.Dense(topics, activation="softmax")(x)
    return keras.Model(inputs, outputs)

# wrong: build_reuters_lstm: The last layer is a sigmoid, so the rows do not sum to 1.
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    model = keras.models.Sequential()
    model.add(keras.Input(shape=(length,), dtype="int32"))
    model.add(keras.layers.Embedding(input_dim=vocabulary, output_dim=embedding))
    model.add(keras.layers.LSTM(units))
    model.add(keras.layers.Dense(topics, activation="sigmoid"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_reuters_lstm: The size of the last layer is hard-coded as 46 and the argument topics is ignored.
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    i = keras.layers.Input(shape=(length,))
    e = keras.layers.Embedding(vocabulary, embedding)(i)
    h = keras.layers.LSTM(units)(e)
    o = keras.layers.Dense(46, activation="softmax")(h)
    return keras.Model(inputs=i, outputs=o)

# wrong: build_reuters_lstm: A SimpleRNN stands where the LSTM should be.
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    return keras.Sequential([
        keras.layers.Input(shape=(length,)),
        keras.layers.Embedding(vocabulary, embedding),
        keras.layers.SimpleRNN(units),
        keras.layers.Dense(topics, activation="softmax"),
    ])

# wrong: build_reuters_lstm: length and embedding have changed places: the input is embedding ids long and the vectors have the size length.
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    return keras.Sequential([
        keras.Input((embedding,)),
        keras.layers.Embedding(vocabulary, length),
        keras.layers.LSTM(units),
        keras.layers.Dense(topics, activation="softmax"),
    ])

# wrong: build_reuters_lstm: The Embedding has vocabulary + 1 ids, one row of weights too many.
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    model = keras.Sequential([
        keras.layers.InputLayer(shape=(length,)),
        keras.layers.Embedding(vocabulary + 1, embedding),
        keras.layers.LSTM(units),
        keras.layers.Dense(topics, activation="softmax"),
    ])
    return model

# wrong: build_reuters_lstm: An extra hidden Dense layer with relu stands between the LSTM and the softmax.
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    model = keras.Sequential()
    model.add(keras.Input((length,)))
    model.add(keras.layers.Embedding(vocabulary, embedding))
    model.add(keras.layers.LSTM(units))
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(topics, activation="softmax"))
    return model

# wrong: train: The test data are used for validation instead of 20 % of the training data.
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size,
                        validation_data=(x_test, y_test), verbose=0)
    loss, acc = model.evaluate(x_test, y_test, verbose=0)
    return model, history, acc

# wrong: train: There is no validation at all, so the History has no val_loss and all training data change the weights.
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, verbose=0)
    accuracy = model.evaluate(x_test, y_test, verbose=0)[1]
    return model, history, accuracy

# wrong: train: The first value of evaluate is returned, which is the test loss and not the test accuracy.
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    h = model.fit(x_train, y_train, batch_size, epochs, validation_split=0.2, verbose=0)
    accuracy, loss = model.evaluate(x_test, y_test, verbose=0)
    return model, h, accuracy

# wrong: train: The loss is binary_crossentropy on one-hot labels with binary_accuracy, yes-or-no questions per topic, so the accuracy is far too high.
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    n = model.output_shape[-1]
    t_train = keras.utils.to_categorical(y_train, n)
    t_test = keras.utils.to_categorical(y_test, n)
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["binary_accuracy"])
    history = model.fit(x_train, t_train, epochs=epochs, batch_size=batch_size,
                        validation_split=0.2, verbose=0)
    return model, history, model.evaluate(x_test, t_test, verbose=0)[1]

# wrong: train: epochs and batch_size are passed by position in the wrong order, so each is used as the other.
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(optimizer=keras.optimizers.Adam(), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs, batch_size, validation_split=0.2, verbose=0)
    score = model.evaluate(x_test, y_test, verbose=0)
    return model, history, score[1]

# wrong: train: The accuracy returned is that of the last epoch's validation, not of the test data.
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, validation_split=0.2, epochs=epochs,
                        batch_size=batch_size, verbose=0)
    return model, history, history.history["val_accuracy"][-1]

# wrong: train: The last 20 % are used for validation but not taken out of the training data, so the model trains on them too.
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    n_val = int(len(x_train) * 0.2)
    x_val, y_val = x_train[-n_val:], y_train[-n_val:]
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size,
                        validation_data=(x_val, y_val), verbose=0)
    test_loss, test_acc = model.evaluate(x_test, y_test, verbose=0)
    return model, history, test_acc

# wrong: train: The dict history.history is returned instead of the History, and it comes after the accuracy, in the wrong order.
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["acc"])
    hist = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size,
                     validation_split=0.2, verbose=0)
    acc = model.evaluate(x_test, y_test, verbose=0)[1]
    return model, acc, hist.history

# wrong: train: The optimizer is rmsprop instead of adam, and the accuracy is given in percent instead of from 0 to 1.
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size,
                        validation_split=0.2, verbose=0)
    accuracy = model.evaluate(x_test, y_test, verbose=0)[1] * 100
    return model, history, accuracy

# wrong: predict_topics: argmax has no axis, so it gives one number for the whole flattened array.
def predict_topics(model, x):
    probabilities = model.predict(x, verbose=0)
    return np.argmax(probabilities)

# wrong: predict_topics: argmax runs over axis 0, so it gives a newswire number per topic.
def predict_topics(model, x):
    return model.predict(x, verbose=0).argmax(axis=0)

# wrong: predict_topics: It returns the largest probability of each newswire instead of the number of its topic.
def predict_topics(model, x):
    p = model.predict(x, verbose=0)
    return np.array([max(row) for row in p])

# wrong: predict_topics: The axis is kept, so the shape is (n, 1) instead of (n,).
def predict_topics(model, x):
    p = model.predict(x, verbose=0)
    return np.argmax(p, axis=-1).reshape(-1, 1)

# wrong: predict_topics: A topic is chosen only where its probability is above 0.5; otherwise the answer is topic 0.
def predict_topics(model, x):
    y_pred = (model.predict(x, verbose=0) > 0.5).astype("int32")
    return y_pred.argmax(axis=1)

# wrong: predict_topics: Topics are numbered from 1, so every answer is one too large.
def predict_topics(model, x):
    answers = []
    for row in model.predict(x, verbose=0):
        best, best_p = 0, -1.0
        for number, p in enumerate(row, 1):
            if p > best_p:
                best, best_p = number, p
        answers.append(best)
    return np.array(answers)

# wrong: predict_topics: argsort is ascending and the first column is taken, so the least probable topic is chosen.
def predict_topics(model, x):
    order = np.argsort(model.predict(x, verbose=0), axis=1)
    return order[:, 0]

# wrong: confusion_matrix: Rows and columns are swapped: rows are the prediction.
def confusion_matrix(y_true, y_pred, n):
    matrix = np.zeros((n, n), dtype=int)
    for t, p in zip(y_true, y_pred):
        matrix[p, t] += 1
    return matrix

# wrong: confusion_matrix: += with index arrays adds 1 only once per pair, so repeated pairs are not counted.
def confusion_matrix(y_true, y_pred, n):
    cm = np.zeros((n, n), dtype=int)
    cm[y_true, y_pred] += 1
    return cm

# wrong: confusion_matrix: Only topics that occur get a row and a column, so n is ignored and the matrix can be too small.
def confusion_matrix(y_true, y_pred, n):
    labels = sorted(set(map(int, y_true)) | set(map(int, y_pred)))
    index = {label: i for i, label in enumerate(labels)}
    cm = np.zeros((len(labels), len(labels)), dtype=int)
    for t, p in zip(y_true, y_pred):
        cm[index[int(t)], index[int(p)]] += 1
    return cm

# wrong: confusion_matrix: Each row is divided by its sum, so it holds shares as floats instead of counts.
def confusion_matrix(y_true, y_pred, n):
    cm = np.zeros((n, n), dtype=int)
    np.add.at(cm, (np.asarray(y_true, dtype=int), np.asarray(y_pred, dtype=int)), 1)
    return cm / np.maximum(cm.sum(axis=1, keepdims=True), 1)

# wrong: confusion_matrix: The loop runs over n, the number of topics, instead of the number of newswires, so later pairs are missed or an IndexError is raised.
def confusion_matrix(y_true, y_pred, n):
    matrix = np.zeros((n, n), dtype=int)
    for i in range(n):
        matrix[y_true[i]][y_pred[i]] += 1
    return matrix

# wrong: confusion_matrix: [[0] * n] * n repeats one and the same row, so every row shows the counts of all predictions.
def confusion_matrix(y_true, y_pred, n):
    matrix = [[0] * n] * n
    for i in range(len(y_true)):
        matrix[y_true[i]][y_pred[i]] += 1
    return np.array(matrix)

# wrong: confusion_matrix: bincount has no minlength, so the reshape fails unless the very last pair (n - 1, n - 1) occurs.
def confusion_matrix(y_true, y_pred, n):
    pairs = np.asarray(y_true, dtype=int) * n + np.asarray(y_pred, dtype=int)
    return np.bincount(pairs).reshape(n, n)

# wrong: confusion_matrix: Only wrong answers are counted, so the diagonal stays zero.
def confusion_matrix(y_true, y_pred, n):
    counts = np.zeros((n, n), dtype=np.int64)
    for t, p in zip(y_true, y_pred, strict=True):
        if t == p:
            continue
        counts[t, p] += 1
    return counts
