# wrong: decode: index_from is not subtracted, so the id is taken as the rank itself
def decode(ids, word_index, index_from=3):
    inverse = {rank: word for word, rank in word_index.items()}
    inverse[0] = "<pad>"
    inverse[1] = "<start>"
    inverse[2] = "<unk>"
    return " ".join(inverse.get(i, "<unk>") for i in ids)

# wrong: decode: the offset 3 is hard-coded, the argument index_from is ignored
def decode(ids, word_index, index_from=3):
    reverse_word_index = dict([(value, key) for (key, value) in word_index.items()])
    words = []
    for i in ids:
        if i == 0:
            words.append("<pad>")
        elif i == 1:
            words.append("<start>")
        elif i == 2:
            words.append("<unk>")
        else:
            words.append(reverse_word_index.get(i - 3, "<unk>"))
    return " ".join(words)

# wrong: decode: an id that has no word, such as index_from itself, raises KeyError instead of giving <unk>
def decode(ids, word_index, index_from=3):
    id_to_word = {0: "<pad>", 1: "<start>", 2: "<unk>"}
    for word, rank in word_index.items():
        id_to_word[rank + index_from] = word
    return " ".join([id_to_word[i] for i in ids])

# wrong: decode: as in the old Keras tutorial, the special ids and unknown ids all become "?"
def decode(ids, word_index, index_from=3):
    reverse_word_index = dict([(value, key) for (key, value) in word_index.items()])
    decoded = " ".join([reverse_word_index.get(i - index_from, "?") for i in ids])
    return decoded

# wrong: decode: returns the list of words instead of one text
def decode(ids, word_index, index_from=3):
    table = {rank + index_from: word for word, rank in word_index.items()}
    table.update({0: "<pad>", 1: "<start>", 2: "<unk>"})
    result = []
    for number in ids:
        result.append(table.get(number, "<unk>"))
    return result

# wrong: decode: leaves a space after the last word because every word is added with a space
def decode(ids, word_index, index_from=3):
    special = ["<pad>", "<start>", "<unk>"]
    inv = {v: k for k, v in word_index.items()}
    text = ""
    for i in ids:
        if i < 3:
            text += special[i] + " "
        elif (i - index_from) in inv:
            text += inv[i - index_from] + " "
        else:
            text += "<unk>" + " "
    return text

# wrong: decode: the names of ids 1 and 2 have changed places
def decode(ids, word_index, index_from=3):
    inverse = {r + index_from: w for w, r in word_index.items()}
    for k, name in enumerate(["<pad>", "<unk>", "<start>"]):
        inverse[k] = name
    return " ".join(inverse.get(i, "<unk>") for i in ids)

# wrong: decode: ids that have no word are skipped instead of written as <unk>
def decode(ids, word_index, index_from=3):
    inverse = {0: "<pad>", 1: "<start>", 2: "<unk>"}
    for w in word_index:
        inverse[word_index[w] + index_from] = w
    return " ".join(inverse[i] for i in ids if i in inverse)

# wrong: decode: words are taken from a sorted list at id - index_from - 1, so the id index_from gives index -1, the rarest word, instead of <unk>
def decode(ids, word_index, index_from=3):
    words = sorted(word_index, key=word_index.get)
    out = []
    for i in ids:
        if i == 0:
            out.append("<pad>")
        elif i == 1:
            out.append("<start>")
        elif i == 2:
            out.append("<unk>")
        else:
            k = i - index_from - 1
            out.append(words[k] if k < len(words) else "<unk>")
    return " ".join(out)

# wrong: encode: the list does not begin with 1 (<start>)
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = []
    for word in text.split():
        if word in word_index and word_index[word] + index_from < vocabulary:
            ids.append(word_index[word] + index_from)
        else:
            ids.append(2)
    return ids

# wrong: encode: an id equal to vocabulary is kept, because the test is > instead of >=
def encode(text, word_index, vocabulary=1000, index_from=3):
    result = [1]
    for w in text.split():
        if w not in word_index:
            result.append(2)
            continue
        i = word_index[w] + index_from
        if i > vocabulary:
            i = 2
        result.append(i)
    return result

# wrong: encode: compares the rank, not the id, with vocabulary, so ids up to vocabulary + index_from - 1 get through
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = [1]
    for word in text.split():
        rank = word_index.get(word)
        if rank is None or rank >= vocabulary:
            ids.append(2)
        else:
            ids.append(rank + index_from)
    return ids

# wrong: encode: index_from is not added to the rank
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = [word_index.get(word, 2) for word in text.split()]
    ids = [i if i < vocabulary else 2 for i in ids]
    return [1] + ids

# wrong: encode: unknown and rare words are left out instead of becoming 2, so the list is too short
def encode(text, word_index, vocabulary=1000, index_from=3):
    return [1] + [
        word_index[w] + index_from
        for w in text.split()
        if w in word_index and word_index[w] + index_from < vocabulary
    ]

# wrong: encode: a word that is not in word_index raises KeyError; only rare words become 2
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = [1]
    for word in text.split():
        i = word_index[word] + index_from
        ids.append(i if i < vocabulary else 2)
    return ids

# wrong: encode: the limit is the constant VOCABULARY (1000), the argument vocabulary is ignored
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = [1]
    for word in text.split():
        i = word_index.get(word, VOCABULARY) + index_from
        if i >= VOCABULARY:
            i = 2
        ids.append(i)
    return ids

# wrong: encode: index_from is added to the default 2 as well, so an unknown word becomes 2 + index_from
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = [1]
    for word in text.split():
        number = word_index.get(word, 2) + index_from
        if number >= vocabulary:
            number = 2
        ids.append(number)
    return ids

# wrong: encode: a rare word becomes vocabulary - 1 (clipped) instead of 2
def encode(text, word_index, vocabulary=1000, index_from=3):
    out = [1]
    for word in text.split():
        if word in word_index:
            out.append(min(word_index[word] + index_from, vocabulary - 1))
        else:
            out.append(2)
    return out

# wrong: encode: goes through the characters of the text, not the words
def encode(text, word_index, vocabulary=1000, index_from=3):
    ids = [1]
    for w in text:
        i = word_index.get(w)
        if i is not None and i + index_from < vocabulary:
            ids.append(i + index_from)
        else:
            ids.append(2)
    return ids

# wrong: pad: zeros are put behind short lists instead of in front (long lists are cut rightly)
def pad(sequences, maxlen=100):
    result = np.zeros((len(sequences), maxlen), dtype=int)
    for i, seq in enumerate(sequences):
        seq = seq[-maxlen:]
        result[i, :len(seq)] = seq
    return result

# wrong: pad: long lists keep their first maxlen ids instead of their last
def pad(sequences, maxlen=100):
    rows = []
    for s in sequences:
        s = list(s)[:maxlen]
        rows.append([0] * (maxlen - len(s)) + s)
    return np.array(rows, dtype=int).reshape(len(rows), maxlen)

# wrong: pad: uses Keras with padding="post" and truncating="post", so both ends are wrong
from keras.utils import pad_sequences

def pad(sequences, maxlen=100):
    return pad_sequences(sequences, maxlen=maxlen, padding="post", truncating="post")

# wrong: pad: maxlen is not passed on, so the width is that of the longest list
def pad(sequences, maxlen=100):
    return keras.utils.pad_sequences(sequences)

# wrong: pad: the array is float because np.zeros was called without a dtype
def pad(sequences, maxlen=100):
    x = np.zeros((len(sequences), maxlen))
    for i in range(len(sequences)):
        s = sequences[i][-maxlen:]
        x[i, maxlen - len(s):] = s
    return x

# wrong: pad: an empty list raises ValueError, because the slice -0: is the whole row
def pad(sequences, maxlen=100):
    x = np.zeros((len(sequences), maxlen), dtype="int32")
    for i, s in enumerate(sequences):
        s = s[-maxlen:]
        x[i, -len(s):] = s
    return x

# wrong: pad: long lists are not cut, so the rows differ in length and np.array raises ValueError (or the array is too wide)
def pad(sequences, maxlen=100):
    padded = []
    for seq in sequences:
        padded.append([0] * (maxlen - len(seq)) + list(seq))
    return np.array(padded, dtype="int64")

# wrong: pad: returns a list of lists instead of an array
def pad(sequences, maxlen=100):
    result = []
    for seq in sequences:
        if len(seq) >= maxlen:
            result.append(list(seq[len(seq) - maxlen:]))
        else:
            result.append([0] * (maxlen - len(seq)) + list(seq))
    return result

# wrong: pad: a list of exactly maxlen ids falls between < and > and stays a row of zeros
def pad(sequences, maxlen=100):
    out = np.zeros((len(sequences), maxlen), dtype=np.int32)
    for i in range(len(sequences)):
        n = len(sequences[i])
        if n < maxlen:
            for j in range(n):
                out[i][maxlen - n + j] = sequences[i][j]
        elif n > maxlen:
            for j in range(maxlen):
                out[i][j] = sequences[i][n - maxlen + j]
    return out

# wrong: pad: fills each row from the right with the ids in order, so the ids stand reversed
def pad(sequences, maxlen=100):
    x = np.zeros((len(sequences), maxlen), dtype=int)
    for i, s in enumerate(sequences):
        for j, v in enumerate(s[-maxlen:]):
            x[i, maxlen - 1 - j] = v
    return x

# wrong: build_reuters_lstm: embedding and units have changed places
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    model = keras.Sequential()
    model.add(keras.Input(shape=(length,)))
    model.add(keras.layers.Embedding(vocabulary, units))
    model.add(keras.layers.LSTM(embedding))
    model.add(keras.layers.Dense(topics, activation="softmax"))
    return model

# wrong: build_reuters_lstm: return_sequences=True, so there is an answer per position instead of one per newswire
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    return keras.Sequential([
        keras.Input((length,)),
        keras.layers.Embedding(vocabulary, embedding),
        keras.layers.LSTM(units, return_sequences=True),
        keras.layers.Dense(topics, activation="softmax"),
    ])

# wrong: build_reuters_lstm: the last layer is sigmoid, so the rows do not sum to 1
from keras import layers, models

def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    model = models.Sequential()
    model.add(layers.Input(shape=(length,), dtype="int32"))
    model.add(layers.Embedding(input_dim=vocabulary, output_dim=embedding))
    model.add(layers.LSTM(units))
    model.add(layers.Dense(topics, activation="sigmoid"))
    return model

# wrong: build_reuters_lstm: the Dense layer has no activation, so it gives scores, not probabilities
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    inputs = keras.Input(shape=(length,))
    x = keras.layers.Embedding(vocabulary, embedding)(inputs)
    x = keras.layers.LSTM(units)(x)
    outputs = keras.layers.Dense(topics)(x)
    return keras.Model(inputs, outputs)

# wrong: build_reuters_lstm: the Embedding has length rows instead of vocabulary rows
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    model = keras.Sequential([
        keras.layers.Input(shape=(length,)),
        keras.layers.Embedding(length, embedding),
        keras.layers.LSTM(units),
        keras.layers.Dense(topics, activation="softmax"),
    ])
    return model

# wrong: build_reuters_lstm: the number of topics is hard-coded as 46
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    model = keras.models.Sequential()
    model.add(keras.Input((length,)))
    model.add(keras.layers.Embedding(vocabulary, embedding))
    model.add(keras.layers.LSTM(units, activation="tanh"))
    model.add(keras.layers.Dense(46, activation="softmax"))
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model

# wrong: build_reuters_lstm: SimpleRNN instead of LSTM
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    return keras.Sequential([
        keras.Input(shape=(length,)),
        keras.layers.Embedding(vocabulary, embedding),
        keras.layers.SimpleRNN(units),
        keras.layers.Dense(topics, activation="softmax"),
    ])

# wrong: build_reuters_lstm: the LSTM gets length units, the argument units is ignored
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    i = keras.layers.Input(shape=(length,))
    h = keras.layers.Embedding(input_dim=vocabulary, output_dim=embedding)(i)
    h = keras.layers.LSTM(length)(h)
    o = keras.layers.Dense(topics, activation="softmax")(h)
    return keras.Model(inputs=i, outputs=o)

# wrong: build_reuters_lstm: the model is built and its summary printed, but it is not returned
def build_reuters_lstm(vocabulary=1000, embedding=100, units=100, length=100, topics=46):
    model = keras.Sequential()
    model.add(keras.Input(shape=(length,)))
    model.add(keras.layers.Embedding(vocabulary, embedding))
    model.add(keras.layers.LSTM(units))
    model.add(keras.layers.Dense(topics, activation="softmax"))
    model.summary()

# wrong: train: the test data serve for validation
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size,
                        validation_data=(x_test, y_test))
    accuracy = model.evaluate(x_test, y_test)[1]
    return model, history, accuracy

# wrong: train: binary_crossentropy on one-hot labels with the metric binary_accuracy, so the accuracy is about 0.98 from the start
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    n = model.output_shape[-1]
    t_train = keras.utils.to_categorical(y_train, n)
    t_test = keras.utils.to_categorical(y_test, n)
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["binary_accuracy"])
    history = model.fit(x_train, t_train, epochs=epochs, batch_size=batch_size,
                        validation_split=0.2, verbose=0)
    loss, acc = model.evaluate(x_test, t_test, verbose=0)
    return model, history, acc

# wrong: train: categorical_crossentropy with integer labels, which raises an error in fit
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    history = model.fit(x_train, y_train, validation_split=0.2, epochs=epochs, batch_size=batch_size)
    score = model.evaluate(x_test, y_test)
    return model, history, score[1]

# wrong: train: epochs is ignored, it always trains 10 epochs
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    hist = model.fit(x_train, y_train, epochs=10, batch_size=batch_size, validation_split=0.2, verbose=0)
    _, acc = model.evaluate(x_test, y_test, verbose=0)
    return model, hist, acc

# wrong: train: returns the test loss in place of the test accuracy
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, batch_size, epochs, validation_split=0.2, verbose=0)
    acc, loss = model.evaluate(x_test, y_test, verbose=0)
    return model, history, acc

# wrong: train: returns the dict history.history instead of the History
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, validation_split=0.2)
    result = model.evaluate(x_test, y_test)
    return model, history.history, float(result[1])

# wrong: train: the optimizer is rmsprop instead of adam
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, validation_split=0.2, verbose=2)
    test_loss, test_acc = model.evaluate(x_test, y_test, verbose=2)
    return model, history, test_acc

# wrong: train: builds and trains a fresh model of the default sizes, the model passed in is not used
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model = build_reuters_lstm()
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, validation_split=0.2, verbose=0)
    return model, history, model.evaluate(x_test, y_test, verbose=0)[1]

# wrong: train: validation_split=0.8, so only 20 % of the training data are trained on
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, validation_split=0.8, verbose=0)
    predicted = model.predict(x_test, verbose=0).argmax(axis=1)
    return model, history, np.mean(predicted == y_test)

# wrong: train: batch_size is not passed to fit, which takes 32
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(), metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, validation_split=0.2, verbose=0)
    acc = model.evaluate(x_test, y_test, batch_size=batch_size, verbose=0)[1]
    return model, history, acc

# wrong: train: returns the last validation accuracy as the test accuracy
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, validation_split=0.2, verbose=0)
    accuracy = history.history["val_accuracy"][-1]
    return model, history, accuracy

# wrong: train: the last 20 % serve for validation but are trained on too, because fit gets all training data
def train(model, x_train, y_train, x_test, y_test, epochs=10, batch_size=32):
    n = int(len(x_train) * 0.8)
    x_val, y_val = x_train[n:], y_train[n:]
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val),
                        epochs=epochs, batch_size=batch_size, verbose=0)
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
    return model, history, accuracy

# wrong: predict_topics: argmax along axis 0 gives the best newswire per topic
def predict_topics(model, x):
    probabilities = model.predict(x)
    return np.argmax(probabilities, axis=0)

# wrong: predict_topics: argmax without an axis gives one number for the whole array
def predict_topics(model, x):
    return np.argmax(model.predict(x, verbose=0))

# wrong: predict_topics: returns the largest probability, not its topic number
def predict_topics(model, x):
    p = model.predict(x, verbose=0)
    return p.max(axis=-1)

# wrong: predict_topics: the shape is (n, 1) because of keepdims
def predict_topics(model, x):
    return model.predict(x, verbose=0).argmax(axis=1, keepdims=True)

# wrong: predict_topics: sorts in ascending order and takes the first, which is the least probable topic
def predict_topics(model, x):
    y = model.predict(x, verbose=0)
    order = np.argsort(y, axis=1)
    return order[:, 0]

# wrong: predict_topics: asks for a probability above 0.5, and answers topic 0 where no topic reaches it
def predict_topics(model, x):
    prob = np.asarray(model.predict(x, verbose=0))
    result = np.zeros(len(prob), dtype=int)
    for i in range(len(prob)):
        for j in range(prob.shape[1]):
            if prob[i, j] > 0.5:
                result[i] = j
    return result

# wrong: predict_topics: returns the topics' names instead of their numbers
def predict_topics(model, x):
    best = np.argmax(model.predict(x, verbose=0), axis=1)
    return np.array([REUTERS_TOPICS[k] for k in best])

# wrong: confusion_matrix: rows are the predictions and columns the truth
def confusion_matrix(y_true, y_pred, n):
    cm = np.zeros((n, n), dtype=int)
    for t, p in zip(y_true, y_pred):
        cm[p, t] += 1
    return cm

# wrong: confusion_matrix: fancy indexing with += counts a repeated pair only once
def confusion_matrix(y_true, y_pred, n):
    matrix = np.zeros((n, n), dtype=int)
    matrix[np.array(y_true, dtype=int), np.array(y_pred, dtype=int)] += 1
    return matrix

# wrong: confusion_matrix: the array is float because np.zeros has no dtype
def confusion_matrix(y_true, y_pred, n):
    result = np.zeros((n, n))
    for i in range(len(y_true)):
        result[y_true[i]][y_pred[i]] += 1
    return result

# wrong: confusion_matrix: divides every row by its sum, so it gives shares and nan for topics that never occur
def confusion_matrix(y_true, y_pred, n):
    cm = np.zeros((n, n), dtype=int)
    for t, p in zip(y_true, y_pred):
        cm[t, p] += 1
    return cm / cm.sum(axis=1, keepdims=True)

# wrong: confusion_matrix: the size comes from the topics that occur, not from n
def confusion_matrix(y_true, y_pred, n):
    labels = sorted(set(int(t) for t in y_true) | set(int(p) for p in y_pred))
    place = {c: k for k, c in enumerate(labels)}
    m = np.zeros((len(labels), len(labels)), dtype=int)
    for t, p in zip(y_true, y_pred):
        m[place[int(t)], place[int(p)]] += 1
    return m

# wrong: confusion_matrix: counts the mistakes only, the diagonal stays zero
def confusion_matrix(y_true, y_pred, n):
    table = np.zeros((n, n), dtype="int64")
    for true, pred in zip(y_true, y_pred):
        if true != pred:
            table[true, pred] += 1
    return table

# wrong: confusion_matrix: [[0] * n] * n repeats the same row, so every count lands in all rows
def confusion_matrix(y_true, y_pred, n):
    rows = [[0] * n] * n
    for k in range(len(y_true)):
        rows[y_true[k]][y_pred[k]] += 1
    return np.array(rows, dtype=int).reshape(n, n)

# wrong: confusion_matrix: the loops run over range(1, n), so topic 0 is never counted
def confusion_matrix(y_true, y_pred, n):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    out = np.zeros((n, n), dtype=int)
    for i in range(1, n):
        for j in range(1, n):
            out[i, j] = np.sum((y_true == i) & (y_pred == j))
    return out
