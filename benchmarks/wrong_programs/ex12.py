# wrong: read_reviews: reviews whose document is empty are skipped together with their labels
def read_reviews(text):
    documents, labels = [], []
    for line in text.split("\n")[1:]:
        if not line:
            continue
        _, document, label = line.split("\t")
        if document:
            documents.append(document)
            labels.append(int(label))
    return documents, labels

# wrong: read_reviews: the labels are left as strings instead of ints
def read_reviews(text):
    rows = [line.split("\t") for line in text.strip().split("\n")[1:]]
    documents = [row[1] for row in rows]
    labels = [row[2] for row in rows]
    return documents, labels

# wrong: read_reviews: csv.reader is used with its default quoting, so quotation marks vanish and an unpaired leading one swallows later reviews
import csv
import io


def read_reviews(text):
    reader = csv.reader(io.StringIO(text), delimiter="\t")
    next(reader)
    documents = []
    labels = []
    for row in reader:
        documents.append(row[1])
        labels.append(int(row[-1]) if row[-1] in ("0", "1") else 0)
    return documents, labels

# wrong: read_reviews: each document is stripped, so spaces at its ends are lost and it is not exactly as written
def read_reviews(text):
    documents, labels = [], []
    lines = text.split("\n")
    for i in range(1, len(lines) - 1):
        parts = lines[i].split("\t")
        documents.append(parts[1].strip())
        labels.append(int(parts[2].strip()))
    return documents, labels

# wrong: read_reviews: the closing newline is stripped first and the last line is then cut off as well, so the last review is lost
def read_reviews(text):
    lines = text.rstrip("\n").split("\n")[1:-1]
    documents = [line.split("\t")[1] for line in lines]
    labels = [int(line.split("\t")[2]) for line in lines]
    return documents, labels

# wrong: read_reviews: lines are split at any whitespace and joined again by single spaces, so repeated spaces inside a review are lost
def read_reviews(text):
    documents = []
    labels = []
    for line in text.split("\n")[1:]:
        words = line.split()
        if len(words) < 2:
            continue
        documents.append(" ".join(words[1:-1]))
        labels.append(int(words[-1]))
    return documents, labels

# wrong: read_reviews: the two results are returned in the wrong order, labels first
def read_reviews(text):
    labels = []
    documents = []
    for line in text.split("\n")[1:-1]:
        number, document, label = line.split("\t")
        labels.append(int(label))
        documents.append(document)
    return labels, documents

# wrong: read_reviews: all quotation marks are removed from the reviews
def read_reviews(text):
    lines = text.replace('"', "").split("\n")[1:]
    table = [line.split("\t") for line in lines if line != ""]
    return [r[1] for r in table], [int(r[2]) for r in table]

# wrong: read_reviews: splitlines also breaks at characters such as U+0085 or U+2028 inside a review, which then raises an error
def read_reviews(text):
    documents, labels = [], []
    for line in text.splitlines()[1:]:
        id_, document, label = line.split("\t")
        documents.append(document)
        labels.append(int(label))
    return documents, labels

# wrong: read_reviews: an empty document is left out of the documents while its label is kept, so the two lists no longer match
def read_reviews(text):
    data = [line.split("\t") for line in text.split("\n")[1:] if line]
    documents = [d for _, d, _ in data if len(d) > 0]
    labels = [int(l) for _, _, l in data]
    return documents, labels

# wrong: clean: only syllables are kept, so single letters such as ㅋㅋ and ㅠㅠ are lost
def clean(document):
    document = re.sub("[^가-힣]", " ", document)
    return " ".join(document.split())

# wrong: clean: the spaces at both ends are not removed
def clean(document):
    return re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣ]+", " ", document)

# wrong: clean: every other character becomes a space of its own, so several spaces stay between two words
def clean(document):
    result = ""
    for ch in document:
        if "가" <= ch <= "힣" or "ㄱ" <= ch <= "ㅎ" or "ㅏ" <= ch <= "ㅣ":
            result += ch
        else:
            result += " "
    return result.strip()

# wrong: clean: \w keeps Latin letters, digits and underscores along with Hangul
def clean(document):
    words = re.findall(r"\w+", document)
    return " ".join(words)

# wrong: clean: the one range ㄱ-힣 also covers Chinese characters and other signs, which are kept
def clean(document):
    document = re.sub("[^ㄱ-힣]+", " ", document)
    return document.strip()

# wrong: clean: the vowel letters ㅏ-ㅣ are forgotten, so ㅠㅠ and ㅡㅡ are lost
def clean(document):
    return " ".join(re.findall("[가-힣ㄱ-ㅎ]+", document))

# wrong: clean: other characters are deleted instead of becoming spaces, which glues '최고!다시' together
def clean(document):
    hangul = re.compile("[^ ㄱ-ㅎㅏ-ㅣ가-힣]")
    text = hangul.sub("", document)
    return " ".join(text.split())

# wrong: clean: bars written between the ranges of the character class make '|' one of the kept characters
def clean(document):
    text = re.sub("[^ㄱ-ㅎ|ㅏ-ㅣ|가-힣]", " ", document)
    text = re.sub(" +", " ", text)
    return text.strip()

# wrong: clean: the list of words is returned instead of one string
def clean(document):
    document = re.sub("[^가-힣ㄱ-ㅎㅏ-ㅣ]", " ", document)
    return document.split()

# wrong: build_vocabulary: the ids start at 1, which is reserved for unknown words
def build_vocabulary(train_documents, size):
    counter = Counter()
    for document in train_documents:
        counter.update(document.split())
    vocabulary = {}
    for i, (word, count) in enumerate(counter.most_common(size - 1)):
        vocabulary[word] = i + 1
    return vocabulary

# wrong: build_vocabulary: one word too many is taken, so the largest id is size
def build_vocabulary(train_documents, size):
    counts = Counter(word for doc in train_documents for word in doc.split())
    vocabulary = {}
    index = 2
    for word, _ in counts.most_common():
        if index > size:
            break
        vocabulary[word] = index
        index += 1
    return vocabulary

# wrong: build_vocabulary: a word is counted only once per document instead of at every occurrence
def build_vocabulary(train_documents, size):
    counter = Counter()
    for document in train_documents:
        counter.update(set(document.split()))
    return {word: i for i, (word, _) in enumerate(counter.most_common(size - 2), start=2)}

# wrong: build_vocabulary: the entries <PAD> and <UNK> are put into the dict with the ids 0 and 1
def build_vocabulary(train_documents, size):
    vocabulary = {"<PAD>": PADDING, "<UNK>": UNKNOWN}
    counter = Counter(" ".join(train_documents).split())
    for word, count in counter.most_common(size - 2):
        vocabulary[word] = len(vocabulary)
    return vocabulary

# wrong: build_vocabulary: the characters of the documents are counted instead of the words
def build_vocabulary(train_documents, size):
    counter = Counter()
    for document in train_documents:
        counter.update(document)
    counter.pop(" ", None)
    return {w: i + 2 for i, (w, c) in enumerate(counter.most_common(size - 2))}

# wrong: build_vocabulary: words are numbered in order of first appearance, not by frequency
def build_vocabulary(train_documents, size):
    vocabulary = {}
    for document in train_documents:
        for word in document.split():
            if word not in vocabulary and len(vocabulary) + 2 < size:
                vocabulary[word] = len(vocabulary) + 2
    return vocabulary

# wrong: build_vocabulary: the counts are sorted in rising order, so the rarest words get the lowest ids
def build_vocabulary(train_documents, size):
    counts = {}
    for document in train_documents:
        for word in document.split():
            counts[word] = counts.get(word, 0) + 1
    words = sorted(counts, key=lambda w: counts[w])
    words = words[: size - 2]
    return dict(zip(words, range(2, size)))

# wrong: build_vocabulary: words that occur only once are left out even when there are ids for them
def build_vocabulary(train_documents, size):
    counter = Counter(w for d in train_documents for w in d.split())
    frequent = [(w, c) for w, c in counter.most_common() if c > 1]
    return {w: i for i, (w, c) in enumerate(frequent[: size - 2], 2)}

# wrong: build_vocabulary: split(" ") makes the empty string a word with an id when there are empty documents
def build_vocabulary(train_documents, size):
    all_words = []
    for document in train_documents:
        all_words.extend(document.split(" "))
    counter = Counter(all_words)
    vocabulary = dict()
    for rank, pair in enumerate(counter.most_common(size - 2)):
        vocabulary[pair[0]] = rank + 2
    return vocabulary

# wrong: encode: the zeros are put behind short documents instead of in front
def encode(documents, vocabulary, length):
    result = np.zeros((len(documents), length), dtype=int)
    for i, document in enumerate(documents):
        ids = [vocabulary.get(w, UNKNOWN) for w in document.split()][-length:]
        result[i, : len(ids)] = ids
    return result

# wrong: encode: of long documents the first words are kept instead of the last
def encode(documents, vocabulary, length):
    x = np.full((len(documents), length), PADDING, dtype="int32")
    for row, document in zip(x, documents):
        ids = [vocabulary.get(word, UNKNOWN) for word in document.split()][:length]
        if ids:
            row[-len(ids):] = ids
    return x

# wrong: encode: words that are not in the vocabulary are left out instead of becoming 1
def encode(documents, vocabulary, length):
    sequences = []
    for document in documents:
        seq = []
        for word in document.split():
            if word in vocabulary:
                seq.append(vocabulary[word])
        seq = seq[-length:]
        sequences.append([PADDING] * (length - len(seq)) + seq)
    return np.array(sequences, dtype=int).reshape(len(documents), length)

# wrong: encode: unknown words become 0, the padding id, instead of 1
def encode(documents, vocabulary, length):
    sequences = [[vocabulary.get(w, 0) for w in d.split()] for d in documents]
    out = np.zeros((len(documents), length), dtype=np.int64)
    for i in range(len(sequences)):
        s = sequences[i][-length:]
        out[i, length - len(s):] = s
    return out

# wrong: encode: the array has the default dtype float64 instead of an integer dtype
def encode(documents, vocabulary, length):
    data = np.zeros((len(documents), length))
    for i, document in enumerate(documents):
        words = document.split()[-length:]
        start = length - len(words)
        for j, word in enumerate(words):
            data[i, start + j] = vocabulary.get(word, UNKNOWN)
    return data

# wrong: encode: for an empty document the slice [-0:] is the whole row and the assignment raises a ValueError
def encode(documents, vocabulary, length):
    x = np.zeros((len(documents), length), dtype=int)
    for i, document in enumerate(documents):
        ids = np.array([vocabulary.get(w, UNKNOWN) for w in document.split()], dtype=int)
        ids = ids[-length:]
        x[i, -len(ids):] = ids
    return x

# wrong: encode: split(" ") turns an empty document into one unknown word, so its row ends in 1 instead of being padding alone
def encode(documents, vocabulary, length):
    rows = np.zeros((len(documents), length), dtype=int)
    for n, doc in enumerate(documents):
        ids = [vocabulary.get(w, UNKNOWN) for w in doc.split(" ")]
        ids = ids[-length:]
        rows[n, -len(ids):] = ids
    return rows

# wrong: encode: a word that is not in the vocabulary raises a KeyError
def encode(documents, vocabulary, length):
    sequences = [[vocabulary[word] for word in document.split()] for document in documents]
    matrix = np.zeros((len(documents), length), dtype=int)
    for i, seq in enumerate(sequences):
        if len(seq) >= length:
            matrix[i] = seq[len(seq) - length:]
        else:
            matrix[i, length - len(seq):] = seq
    return matrix

# wrong: encode: of documents longer than length only the last length - 1 words are kept, with a zero in front
def encode(documents, vocabulary, length):
    result = []
    for document in documents:
        ids = [vocabulary.get(word, UNKNOWN) for word in document.split()]
        if len(ids) > length:
            ids = ids[len(ids) - length + 1:]
        while len(ids) < length:
            ids.insert(0, PADDING)
        result.append(ids)
    return np.array(result, dtype=int).reshape(-1, length)

# wrong: prepare: the vocabulary is built from the training and the test reviews together
def prepare(train_documents, test_documents, size, length):
    train_cleaned = [clean(d) for d in train_documents]
    test_cleaned = [clean(d) for d in test_documents]
    vocabulary = build_vocabulary(train_cleaned + test_cleaned, size)
    return encode(train_cleaned, vocabulary, length), encode(test_cleaned, vocabulary, length), vocabulary

# wrong: prepare: the vocabulary is made from cleaned reviews, but the reviews that are encoded are not cleaned
def prepare(train_documents, test_documents, size, length):
    vocabulary = build_vocabulary([clean(d) for d in train_documents], size)
    x_train = encode(train_documents, vocabulary, length)
    x_test = encode(test_documents, vocabulary, length)
    return x_train, x_test, vocabulary

# wrong: prepare: the test reviews are encoded with a vocabulary of their own
def prepare(train_documents, test_documents, size, length):
    def one(documents):
        cleaned = list(map(clean, documents))
        vocab = build_vocabulary(cleaned, size)
        return encode(cleaned, vocab, length), vocab

    x_train, vocabulary = one(train_documents)
    x_test, _ = one(test_documents)
    return x_train, x_test, vocabulary

# wrong: prepare: 2 is subtracted from size although build_vocabulary already counts padding and unknown, so two words are missing
def prepare(train_documents, test_documents, size, length):
    train = [clean(document) for document in train_documents]
    test = [clean(document) for document in test_documents]
    vocabulary = build_vocabulary(train, size - 2)
    x_train = encode(train, vocabulary, length)
    x_test = encode(test, vocabulary, length)
    return x_train, x_test, vocabulary

# wrong: prepare: reviews that are empty after cleaning are dropped, so rows and labels no longer match
def prepare(train_documents, test_documents, size, length):
    train_docs = [clean(d) for d in train_documents if clean(d) != ""]
    test_docs = [clean(d) for d in test_documents if clean(d) != ""]
    vocabulary = build_vocabulary(train_docs, size)
    return encode(train_docs, vocabulary, length), encode(test_docs, vocabulary, length), vocabulary

# wrong: prepare: size and length are ignored in favour of the fixed values 60000 and 30
def prepare(train_documents, test_documents, size, length):
    train_clean = [clean(x) for x in train_documents]
    test_clean = [clean(x) for x in test_documents]
    word_to_id = build_vocabulary(train_clean, 60000)
    x_train = encode(train_clean, word_to_id, 30)
    x_test = encode(test_clean, word_to_id, 30)
    return x_train, x_test, word_to_id

# wrong: prepare: only the training reviews are cleaned, the test reviews are encoded as written
def prepare(train_documents, test_documents, size, length):
    train_documents = [clean(d) for d in train_documents]
    vocabulary = build_vocabulary(train_documents, size)
    x_train, x_test = (encode(d, vocabulary, length) for d in (train_documents, test_documents))
    return x_train, x_test, vocabulary

# wrong: build_sentiment_model: Dense(1) has a softmax, so the output is always 1
from keras import layers


def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential()
    model.add(keras.Input(shape=(length,)))
    model.add(layers.Embedding(vocabulary_size, embedding_dim))
    model.add(layers.LSTM(units))
    model.add(layers.Dense(1, activation="softmax"))
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: Dense(1) has no activation, so the outputs are not probabilities
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    inputs = keras.Input(shape=(length,), dtype="int32")
    x = keras.layers.Embedding(vocabulary_size, embedding_dim)(inputs)
    x = keras.layers.GRU(units)(x)
    outputs = keras.layers.Dense(1)(x)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: the model ends in Dense(2, softmax) with sparse categorical cross-entropy instead of Dense(1, sigmoid) with binary cross-entropy
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential([
        keras.layers.Input((length,)),
        keras.layers.Embedding(vocabulary_size, embedding_dim),
        keras.layers.LSTM(units),
        keras.layers.Dense(2, activation="softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: return_sequences=True makes the output (batch, length, 1) instead of using the last state
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential([
        keras.Input(shape=(length,)),
        keras.layers.Embedding(input_dim=vocabulary_size, output_dim=embedding_dim),
        keras.layers.SimpleRNN(units, return_sequences=True),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: the loss is the mean squared error instead of binary cross-entropy
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.models.Sequential()
    model.add(keras.layers.Input(shape=(length,)))
    model.add(keras.layers.Embedding(vocabulary_size, embedding_dim))
    model.add(keras.layers.Bidirectional(keras.layers.LSTM(units)))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(loss="mse", optimizer="adam", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: the two sizes of the Embedding are swapped
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential([
        keras.Input((length,)),
        keras.layers.Embedding(embedding_dim, vocabulary_size),
        keras.layers.GRU(units),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: units is ignored and the recurrent layer gets embedding_dim units
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    inputs = keras.layers.Input(shape=(length,))
    embedded = keras.layers.Embedding(vocabulary_size, embedding_dim)(inputs)
    state = keras.layers.LSTM(embedding_dim, activation="tanh")(embedded)
    probability = keras.layers.Dense(1, activation="sigmoid")(state)
    model = keras.Model(inputs=inputs, outputs=probability)
    model.compile(optimizer=keras.optimizers.Adam(), loss=keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: the model is returned without having been compiled
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    return keras.Sequential([
        keras.Input(shape=(length,)),
        keras.layers.Embedding(vocabulary_size, embedding_dim),
        keras.layers.LSTM(units),
        keras.layers.Dense(1, activation="sigmoid"),
    ])

# wrong: build_sentiment_model: a pooling layer and a Dense layer of units take the place of the recurrent layer
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential()
    model.add(keras.Input(shape=(length,)))
    model.add(keras.layers.Embedding(vocabulary_size, embedding_dim))
    model.add(keras.layers.GlobalAveragePooling1D())
    model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

# wrong: train: the test data are used for validation instead of 20 % of the training data
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(
        x_train, y_train, epochs=epochs, batch_size=batch_size, validation_data=(x_test, y_test)
    )
    loss, accuracy = model.evaluate(x_test, y_test)
    return model, history, accuracy

# wrong: train: no validation data are held out, so the History has no val_loss
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, verbose=0)
    _, accuracy = model.evaluate(x_test, y_test, verbose=0)
    return model, history, accuracy

# wrong: train: the loss on the test data is returned in place of the accuracy
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, batch_size=batch_size, epochs=epochs, validation_split=0.2)
    score = model.evaluate(x_test, y_test, batch_size=batch_size)
    return model, history, score[0]

# wrong: train: epochs is ignored and the model is always trained for 10 epochs
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    hist = model.fit(x_train, y_train, epochs=10, batch_size=batch_size, validation_split=0.2, verbose=0)
    results = model.evaluate(x_test, y_test, verbose=0)
    return model, hist, results[1]

# wrong: train: batch_size is not handed to fit, which uses batches of 32
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, epochs=epochs, validation_split=0.2, verbose=2)
    test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=batch_size, verbose=0)
    return model, history, test_accuracy

# wrong: train: the accuracy returned is the last validation accuracy, the test data are never used
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, validation_split=0.2)
    accuracy = history.history["val_accuracy"][-1]
    return model, history, accuracy

# wrong: train: validation_split=0.8 holds out 80 % of the training data and trains on only 20 %
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(
        x_train,
        y_train,
        batch_size=batch_size,
        epochs=epochs,
        validation_split=0.8,
        verbose=0,
    )
    accuracy = model.evaluate(x_test, y_test, verbose=0)[1]
    return model, history, accuracy

# wrong: train: predictions of shape (n, 1) are compared with labels of shape (n,), so the mean is taken over an n x n table and is not the accuracy
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, validation_split=0.2, verbose=0)
    prediction = (model.predict(x_test, verbose=0) > 0.5).astype(int)
    accuracy = float(np.mean(prediction == y_test))
    return model, history, accuracy

# wrong: train: the last 20 % are used for validation but are not taken out of the data that the model is trained on
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    n = int(len(x_train) * 0.8)
    x_val, y_val = x_train[n:], y_train[n:]
    history = model.fit(
        x_train, y_train, epochs=epochs, batch_size=batch_size, validation_data=(x_val, y_val), verbose=0
    )
    loss, acc = model.evaluate(x_test, y_test, verbose=0)
    return model, history, acc

# wrong: positivity: the beginnings run from no token to all but the last, so the whole sentence is never read
def positivity(model, tokens, vocabulary, length):
    result = []
    for i in range(len(tokens)):
        x = encode([" ".join(tokens[:i])], vocabulary, length)
        result.append(float(model.predict(x, verbose=0)[0, 0]))
    return result

# wrong: positivity: every token is judged on its own instead of together with those before it
def positivity(model, tokens, vocabulary, length):
    probabilities = []
    for token in tokens:
        x = encode([token], vocabulary, length)
        p = model.predict(x, verbose=0)
        probabilities.append(float(p[0][0]))
    return probabilities

# wrong: positivity: the elements of the list are arrays of shape (1,) instead of numbers
def positivity(model, tokens, vocabulary, length):
    if not tokens:
        return []
    beginnings = [" ".join(tokens[: i + 1]) for i in range(len(tokens))]
    return list(model.predict(encode(beginnings, vocabulary, length), verbose=0))

# wrong: positivity: the ends tokens[i:] of the sentence are read instead of its beginnings
def positivity(model, tokens, vocabulary, length):
    if len(tokens) == 0:
        return []
    parts = [" ".join(tokens[i:]) for i in range(len(tokens))]
    y = model.predict(encode(parts, vocabulary, length), verbose=0)
    return y[:, 0].tolist()

# wrong: positivity: the tokens are joined without spaces, so from the second token on each beginning is one unknown word
def positivity(model, tokens, vocabulary, length):
    scores = []
    sentence = ""
    for token in tokens:
        sentence += token
        x = encode([sentence], vocabulary, length)
        scores.append(model.predict(x, verbose=0).item())
    return scores

# wrong: positivity: the zeros stand behind the ids of each beginning instead of in front
def positivity(model, tokens, vocabulary, length):
    ids = [vocabulary.get(t, UNKNOWN) for t in tokens]
    answer = []
    for k in range(1, len(ids) + 1):
        row = ids[:k][-length:]
        row = row + [PADDING] * (length - len(row))
        answer.append(float(model.predict(np.array([row]), verbose=0)[0, 0]))
    return answer

# wrong: positivity: no more than length numbers are returned when the sentence has more tokens than that
def positivity(model, tokens, vocabulary, length):
    out = []
    for i in range(1, min(len(tokens), length) + 1):
        x = encode([" ".join(tokens[:i])], vocabulary, length)
        out.append(float(model.predict(x, verbose=0)[0][0]))
    return out

# wrong: positivity: np.vstack of no rows raises a ValueError when tokens is empty, where an empty list is due
def positivity(model, tokens, vocabulary, length):
    rows = []
    for end in range(1, len(tokens) + 1):
        rows.append(encode([" ".join(tokens[:end])], vocabulary, length)[0])
    x = np.vstack(rows)
    return [float(p) for p in model.predict(x, verbose=0).ravel()]
