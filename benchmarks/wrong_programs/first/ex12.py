# wrong: read_reviews: csv.reader is used with its default quoting, so quotation marks are taken for delimiters and vanish or swallow lines.
import csv
import io

def read_reviews(text):
    documents, labels = [], []
    reader = csv.reader(io.StringIO(text), delimiter="\t")
    next(reader)
    for row in reader:
        documents.append(row[1])
        labels.append(int(row[2]))
    return documents, labels

# wrong: read_reviews: Reviews that are empty are skipped together with their labels.
def read_reviews(text):
    documents = []
    labels = []
    for line in text.strip().split("\n")[1:]:
        _, document, label = line.split("\t")
        if document == "":
            continue
        documents.append(document)
        labels.append(int(label))
    return documents, labels

# wrong: read_reviews: The labels stay strings instead of ints.
def read_reviews(text):
    rows = [line.split("\t") for line in text.split("\n")[1:] if line]
    return [row[1] for row in rows], [row[2] for row in rows]

# wrong: read_reviews: The empty string after the last newline is unpacked like a review, which raises a ValueError.
def read_reviews(text):
    documents, labels = [], []
    lines = text.split("\n")
    for i in range(1, len(lines)):
        number, document, label = lines[i].split("\t")
        documents.append(document)
        labels.append(int(label))
    return documents, labels

# wrong: read_reviews: The review is stripped, so spaces at its ends are lost although it should be returned exactly as written.
def read_reviews(text):
    docs = []
    ys = []
    for line in text.rstrip("\n").split("\n")[1:]:
        fields = [f.strip() for f in line.split("\t")]
        docs.append(fields[1])
        ys.append(int(fields[2]))
    return docs, ys

# wrong: read_reviews: The slice takes two lines off the end instead of only the empty one, so the last review is missing.
def read_reviews(text):
    lines = text.split("\n")[1:-2]
    documents = [line.split("\t")[1] for line in lines]
    labels = [int(line.split("\t")[2]) for line in lines]
    return documents, labels

# wrong: read_reviews: Lines are split at any white space, so only the first word of a review is taken (and the label itself where the review is empty).
def read_reviews(text):
    documents, labels = [], []
    for line in text.splitlines()[1:]:
        parts = line.split()
        documents.append(parts[1])
        labels.append(int(parts[-1]))
    return documents, labels

# wrong: read_reviews: The reviews are collected in a dict keyed by the review, so repeated (and several empty) reviews are merged into one.
def read_reviews(text):
    data = {}
    first = True
    for line in text.split("\n"):
        if first:
            first = False
            continue
        if line == "":
            continue
        _, doc, label = line.split("\t")
        data[doc] = int(label)
    return list(data.keys()), list(data.values())

# wrong: read_reviews: One list of (document, label) pairs is returned instead of two lists.
def read_reviews(text):
    result = []
    for line in text.strip("\n").split("\n")[1:]:
        _, document, label = line.split("\t")
        result.append((document, int(label)))
    return result

# wrong: read_reviews: zip(*rows) has nothing to unpack when the file has only its header, so a ValueError is raised instead of two empty lists.
def read_reviews(text):
    lines = [line for line in text.split("\n") if line != ""][1:]
    rows = [line.split("\t") for line in lines]
    ids, documents, labels = zip(*rows)
    return list(documents), [int(label) for label in labels]

# wrong: clean: The single letters ㄱ-ㅎ and ㅏ-ㅣ are thrown away, only syllables are kept.
def clean(document):
    document = re.sub("[^가-힣]", " ", document)
    return " ".join(document.split())

# wrong: clean: Other characters are deleted rather than turned into a space, so words on both sides of a mark are glued together.
def clean(document):
    text = re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣ ]", "", document)
    return " ".join(text.split())

# wrong: clean: Each foreign character becomes a space but runs of spaces are not reduced to one.
def clean(document):
    return re.sub(r"[^가-힣ㄱ-ㅎㅏ-ㅣ]", " ", document).strip()

# wrong: clean: Runs are reduced to one space, but the space at the beginning or the end is left.
def clean(document):
    return re.sub("[^ㄱ-ㅎㅏ-ㅣ가-힣]+", " ", document)

# wrong: clean: The vowels ㅏ-ㅣ are forgotten, so 'ㅠㅠ' disappears.
def clean(document):
    result = ""
    for ch in document:
        if "가" <= ch <= "힣" or "ㄱ" <= ch <= "ㅎ":
            result += ch
        else:
            result += " "
    return " ".join(result.split())

# wrong: clean: A list of words is returned instead of one string.
def clean(document):
    return re.findall("[가-힣ㄱ-ㅎㅏ-ㅣ]+", document)

# wrong: clean: The plus is missing in the pattern, so every single letter becomes a word of its own.
def clean(document):
    return " ".join(re.findall("[가-힣ㄱ-ㅎㅏ-ㅣ]", document))

# wrong: clean: isalnum keeps Latin letters and digits as well as Hangul.
def clean(document):
    chars = [c if c.isalnum() else " " for c in document]
    return " ".join("".join(chars).split())

# wrong: clean: Words that contain any character other than Hangul are dropped whole instead of only losing that character.
def clean(document):
    words = []
    for word in document.split():
        if re.fullmatch("[가-힣ㄱ-ㅎㅏ-ㅣ]+", word):
            words.append(word)
    return " ".join(words)

# wrong: clean: Double spaces are replaced by one only once, so longer runs still leave two or more spaces.
def clean(document):
    s = re.sub("[^가-힣ㄱ-ㅎㅏ-ㅣ]", " ", document)
    s = s.replace("  ", " ")
    return s.strip()

# wrong: build_vocabulary: The ids start at 1, which belongs to unknown words.
def build_vocabulary(train_documents, size):
    counter = Counter()
    for document in train_documents:
        counter.update(document.split())
    return {word: i for i, (word, _) in enumerate(counter.most_common(size - 2), start=1)}

# wrong: build_vocabulary: size words are numbered from 2, so the ids reach size + 1.
def build_vocabulary(train_documents, size):
    words = " ".join(train_documents).split()
    vocabulary = {}
    for i, (word, count) in enumerate(Counter(words).most_common(size)):
        vocabulary[word] = i + 2
    return vocabulary

# wrong: build_vocabulary: One word too many is taken (size - 1), so the highest id is size.
def build_vocabulary(train_documents, size):
    counts = {}
    for doc in train_documents:
        for w in doc.split():
            if w not in counts:
                counts[w] = 0
            counts[w] += 1
    order = sorted(counts, key=lambda w: -counts[w])[: size - 1]
    return dict(zip(order, range(2, len(order) + 2)))

# wrong: build_vocabulary: Words are sorted by rising frequency, the rarest gets 2.
def build_vocabulary(train_documents, size):
    counter = Counter(w for d in train_documents for w in d.split())
    ranked = sorted(counter.items(), key=lambda item: item[1])
    vocabulary = {}
    for word, _ in ranked[:size - 2]:
        vocabulary[word] = len(vocabulary) + 2
    return vocabulary

# wrong: build_vocabulary: Every document counts a word only once (set), not every occurrence.
def build_vocabulary(train_documents, size):
    counter = Counter()
    for document in train_documents:
        counter.update(set(document.split()))
    return {w: i + 2 for i, (w, c) in enumerate(counter.most_common(size - 2))}

# wrong: build_vocabulary: '<PAD>' and '<UNK>' are put into the dict with ids 0 and 1, which belong to no word.
def build_vocabulary(train_documents, size):
    vocabulary = {"<PAD>": PADDING, "<UNK>": UNKNOWN}
    counter = Counter(" ".join(train_documents).split())
    for word, _ in counter.most_common(size - 2):
        vocabulary[word] = len(vocabulary)
    return vocabulary

# wrong: build_vocabulary: The dict maps ids to words instead of words to ids.
def build_vocabulary(train_documents, size):
    counter = Counter(" ".join(train_documents).split())
    common = [word for word, _ in counter.most_common(size - 2)]
    return dict(enumerate(common, 2))

# wrong: build_vocabulary: Documents are split with split(" "), so an empty document counts "" as a word and gives it an id.
def build_vocabulary(train_documents, size):
    all_words = []
    for document in train_documents:
        all_words += document.split(" ")
    most = Counter(all_words).most_common(size - 2)
    return {most[i][0]: i + 2 for i in range(len(most))}

# wrong: build_vocabulary: Words are numbered in order of their first appearance until the vocabulary is full, not by frequency.
def build_vocabulary(train_documents, size):
    vocabulary = {}
    next_id = 2
    for document in train_documents:
        for word in document.split():
            if word not in vocabulary and next_id < size:
                vocabulary[word] = next_id
                next_id += 1
    return vocabulary

# wrong: encode: The zeros are filled in behind the words (padding="post").
def encode(documents, vocabulary, length):
    sequences = [[vocabulary.get(w, UNKNOWN) for w in d.split()] for d in documents]
    return keras.utils.pad_sequences(sequences, maxlen=length, padding="post")

# wrong: encode: The first words of a long document are kept instead of the last.
def encode(documents, vocabulary, length):
    result = np.zeros((len(documents), length), dtype=int)
    for i, document in enumerate(documents):
        ids = [vocabulary.get(word, UNKNOWN) for word in document.split()][:length]
        if ids:
            result[i, length - len(ids):] = ids
    return result

# wrong: encode: Unknown words become 0 (padding) instead of 1.
def encode(documents, vocabulary, length):
    rows = []
    for doc in documents:
        row = []
        for word in doc.split():
            row.append(vocabulary.get(word, 0))
        row = row[-length:]
        rows.append([0] * (length - len(row)) + row)
    return np.array(rows, dtype="int32").reshape(len(documents), length)

# wrong: encode: Unknown words are left out instead of being encoded as 1.
def encode(documents, vocabulary, length):
    seqs = [[vocabulary[w] for w in d.split() if w in vocabulary] for d in documents]
    return keras.utils.pad_sequences(seqs, maxlen=length)

# wrong: encode: A word that is not in the vocabulary raises a KeyError.
def encode(documents, vocabulary, length):
    x = np.zeros((len(documents), length), dtype=np.int64)
    for i in range(len(documents)):
        words = documents[i].split()[-length:]
        start = length - len(words)
        for j in range(len(words)):
            x[i, start + j] = vocabulary[words[j]]
    return x

# wrong: encode: The array has dtype float64 because np.zeros is used without a dtype.
def encode(documents, vocabulary, length):
    x = np.zeros((len(documents), length))
    for i, document in enumerate(documents):
        words = document.split()[-length:]
        for j, word in enumerate(words):
            x[i, length - len(words) + j] = vocabulary.get(word, UNKNOWN)
    return x

# wrong: encode: An empty document raises a ValueError because the slice [-0:] is the whole row.
def encode(documents, vocabulary, length):
    x = np.full((len(documents), length), PADDING, dtype=int)
    for row, document in zip(x, documents):
        ids = [vocabulary.get(word, UNKNOWN) for word in document.split()][-length:]
        row[-len(ids):] = ids
    return x

# wrong: encode: split(" ") turns an empty document into one unknown word, so its row ends in 1 instead of being padding alone.
def encode(documents, vocabulary, length):
    seqs = []
    for d in documents:
        seqs.append([vocabulary[w] if w in vocabulary else UNKNOWN for w in d.split(" ")])
    return keras.utils.pad_sequences(seqs, maxlen=length, padding="pre", truncating="pre")

# wrong: encode: pad_sequences is called without maxlen, so the rows are as long as the longest document, not length.
def encode(documents, vocabulary, length):
    sequences = [[vocabulary.get(w, UNKNOWN) for w in d.split()] for d in documents]
    return keras.utils.pad_sequences(sequences)

# wrong: encode: A document of exactly length words or more loses one word too many and gets a zero in front.
def encode(documents, vocabulary, length):
    out = []
    for document in documents:
        ids = [vocabulary.get(w, UNKNOWN) for w in document.split()]
        if len(ids) >= length:
            ids = ids[len(ids) - length + 1:]
        while len(ids) < length:
            ids.insert(0, PADDING)
        out.append(ids)
    return np.array(out, dtype=int).reshape(len(out), length)

# wrong: encode: Ids are compared with len(vocabulary) although they start at 2, so the two rarest known words become unknown.
def encode(documents, vocabulary, length):
    def number(word):
        i = vocabulary.get(word, UNKNOWN)
        return i if i < len(vocabulary) else UNKNOWN

    sequences = [[number(w) for w in d.split()] for d in documents]
    return keras.utils.pad_sequences(sequences, maxlen=length)

# wrong: prepare: The reviews are not cleaned before the vocabulary is made and they are encoded.
def prepare(train_documents, test_documents, size, length):
    vocabulary = build_vocabulary(train_documents, size)
    x_train = encode(train_documents, vocabulary, length)
    x_test = encode(test_documents, vocabulary, length)
    return x_train, x_test, vocabulary

# wrong: prepare: The vocabulary is made from the training and the test reviews together.
def prepare(train_documents, test_documents, size, length):
    train_clean = [clean(d) for d in train_documents]
    test_clean = [clean(d) for d in test_documents]
    vocabulary = build_vocabulary(train_clean + test_clean, size)
    return encode(train_clean, vocabulary, length), encode(test_clean, vocabulary, length), vocabulary

# wrong: prepare: The test reviews are encoded with a vocabulary of their own.
def prepare(train_documents, test_documents, size, length):
    def make(documents):
        cleaned = [clean(document) for document in documents]
        vocab = build_vocabulary(cleaned, size)
        return encode(cleaned, vocab, length), vocab

    x_train, vocabulary = make(train_documents)
    x_test, _ = make(test_documents)
    return x_train, x_test, vocabulary

# wrong: prepare: Only the training reviews are cleaned, the test reviews are encoded as written.
def prepare(train_documents, test_documents, size, length):
    train_documents = list(map(clean, train_documents))
    vocabulary = build_vocabulary(train_documents, size)
    x_train = encode(train_documents, vocabulary, length)
    x_test = encode(test_documents, vocabulary, length)
    return x_train, x_test, vocabulary

# wrong: prepare: The arguments size and length are ignored, the lecture's 60000 and 30 are written in.
def prepare(train_documents, test_documents, size, length):
    tr = [clean(d) for d in train_documents]
    te = [clean(d) for d in test_documents]
    vocabulary = build_vocabulary(tr, 60_000)
    return encode(tr, vocabulary, 30), encode(te, vocabulary, 30), vocabulary

# wrong: prepare: Reviews that are empty after cleaning are dropped, so the rows no longer match the labels.
def prepare(train_documents, test_documents, size, length):
    train_cleaned = [clean(d) for d in train_documents]
    test_cleaned = [clean(d) for d in test_documents]
    train_cleaned = [d for d in train_cleaned if d]
    test_cleaned = [d for d in test_cleaned if d]
    vocabulary = build_vocabulary(train_cleaned, size)
    x_train = encode(train_cleaned, vocabulary, length)
    x_test = encode(test_cleaned, vocabulary, length)
    return x_train, x_test, vocabulary

# wrong: prepare: The vocabulary is made from the reviews as written while the cleaned ones are encoded, so it holds words such as '와!'.
def prepare(train_documents, test_documents, size, length):
    vocabulary = build_vocabulary(train_documents, size)
    x_train = encode([clean(d) for d in train_documents], vocabulary, length)
    x_test = encode([clean(d) for d in test_documents], vocabulary, length)
    return x_train, x_test, vocabulary

# wrong: prepare: size - 2 is passed on although build_vocabulary already leaves room for ids 0 and 1, so two words are lost.
def prepare(train_documents, test_documents, size, length):
    train_documents = [clean(document) for document in train_documents]
    test_documents = [clean(document) for document in test_documents]
    vocabulary = build_vocabulary(train_documents, size - 2)
    x_train, x_test = (encode(docs, vocabulary, length) for docs in (train_documents, test_documents))
    return x_train, x_test, vocabulary

# wrong: build_sentiment_model: The output layer has no sigmoid, so the outputs are not probabilities.
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential([
        keras.Input(shape=(length,)),
        keras.layers.Embedding(vocabulary_size, embedding_dim),
        keras.layers.LSTM(units),
        keras.layers.Dense(1),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: Two softmax outputs with sparse categorical cross-entropy are made instead of one sigmoid with binary cross-entropy.
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential()
    model.add(keras.Input((length,)))
    model.add(keras.layers.Embedding(vocabulary_size, embedding_dim))
    model.add(keras.layers.GRU(units))
    model.add(keras.layers.Dense(2, activation="softmax"))
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: return_sequences=True gives one output per word, shape (batch, length, 1), instead of one per review.
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    inputs = keras.Input(shape=(length,))
    x = keras.layers.Embedding(vocabulary_size, embedding_dim)(inputs)
    x = keras.layers.SimpleRNN(units, return_sequences=True)(x)
    outputs = keras.layers.Dense(1, activation="sigmoid")(x)
    model = keras.Model(inputs, outputs)
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: embedding_dim and units are swapped.
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential([
        keras.layers.Input(shape=(length,)),
        keras.layers.Embedding(vocabulary_size, units),
        keras.layers.LSTM(embedding_dim),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: The loss is the mean squared error instead of binary cross-entropy.
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential()
    model.add(keras.layers.InputLayer(shape=(length,)))
    model.add(keras.layers.Embedding(input_dim=vocabulary_size, output_dim=embedding_dim))
    model.add(keras.layers.SimpleRNN(units))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: The model is returned without being compiled.
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    return keras.Sequential([
        keras.Input(shape=(length,)),
        keras.layers.Embedding(vocabulary_size, embedding_dim),
        keras.layers.Bidirectional(keras.layers.LSTM(units)),
        keras.layers.Dense(1, activation="sigmoid"),
    ])

# wrong: build_sentiment_model: There is no recurrent layer, the embeddings are flattened and read by a Dense layer.
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential([
        keras.Input(shape=(length,)),
        keras.layers.Embedding(vocabulary_size, embedding_dim),
        keras.layers.Flatten(),
        keras.layers.Dense(units, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: The output uses softmax over a single unit, so every probability is 1.
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential([
        keras.Input(shape=(length,)),
        keras.layers.Embedding(vocabulary_size, embedding_dim),
        keras.layers.GRU(units),
        keras.layers.Dense(1, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: The embedding has vocabulary_size - 2 rows, so the two highest ids fall outside its table.
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    inp = keras.layers.Input(shape=(length,), dtype="int32")
    h = keras.layers.Embedding(vocabulary_size - 2, embedding_dim)(inp)
    h = keras.layers.LSTM(units)(h)
    out = keras.layers.Dense(1, activation="sigmoid")(h)
    model = keras.Model(inputs=inp, outputs=out)
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model

# wrong: build_sentiment_model: The second argument of Embedding is length instead of embedding_dim, so the vectors have the wrong size.
def build_sentiment_model(vocabulary_size, embedding_dim, units, length):
    model = keras.Sequential()
    model.add(keras.Input(shape=(length,)))
    model.add(keras.layers.Embedding(vocabulary_size, length))
    model.add(keras.layers.SimpleRNN(units, activation="tanh"))
    model.add(keras.layers.Dense(units=1, activation="sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.001), metrics=["accuracy"])
    return model

# wrong: train: The test data are used for validation instead of 20 % of the training data.
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size,
                        validation_data=(x_test, y_test), verbose=0)
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
    return model, history, accuracy

# wrong: train: No validation data are held out, so the history has no val_loss.
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history, model.evaluate(x_test, y_test, verbose=0)[1]

# wrong: train: The loss on the test data is returned in the place of the accuracy.
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    hist = model.fit(x_train, y_train, batch_size=batch_size, epochs=epochs, validation_split=0.2)
    score = model.evaluate(x_test, y_test)
    return model, hist, score[0]

# wrong: train: validation_split=0.8 leaves only 20 % of the data for training.
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, validation_split=0.8, epochs=epochs,
                        batch_size=batch_size, verbose=0)
    _, accuracy = model.evaluate(x_test, y_test, verbose=0)
    return model, history, accuracy

# wrong: train: The accuracy is found by comparing predictions of shape (n, 1) with labels of shape (n,), which broadcasts to (n, n).
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size,
                        validation_split=0.2, verbose=0)
    predicted = (model.predict(x_test, verbose=0) > 0.5).astype(int)
    accuracy = float(np.mean(predicted == y_test))
    return model, history, accuracy

# wrong: train: The held-out 20 % are also trained on, because fit gets all of x_train.
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    n = int(len(x_train) * 0.8)
    x_val, y_val = x_train[n:], y_train[n:]
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size,
                        validation_data=(x_val, y_val), verbose=0)
    loss, acc = model.evaluate(x_test, y_test, verbose=0)
    return model, history, acc

# wrong: train: epochs and batch_size are ignored and the fixed values 3 and 256 are used.
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, epochs=3, batch_size=256, validation_split=0.2, verbose=0)
    result = model.evaluate(x_test, y_test, verbose=0)
    return model, history, result[1]

# wrong: train: fit is called once per epoch in a loop, so the returned History covers only the last epoch.
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    for epoch in range(epochs):
        history = model.fit(x_train, y_train, batch_size=batch_size, validation_split=0.2, verbose=0)
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
    return model, history, accuracy

# wrong: train: The last validation accuracy is returned instead of the accuracy on the test data.
def train(model, x_train, y_train, x_test, y_test, epochs, batch_size):
    history = model.fit(x_train, y_train, epochs=epochs, batch_size=batch_size,
                        validation_split=0.2, verbose=0)
    model.evaluate(x_test, y_test, verbose=0)
    return model, history, history.history["val_accuracy"][-1]

# wrong: positivity: Each token is given to the model alone, not the whole beginning of the sentence.
def positivity(model, tokens, vocabulary, length):
    result = []
    for token in tokens:
        x = encode([token], vocabulary, length)
        result.append(float(model.predict(x, verbose=0)[0, 0]))
    return result

# wrong: positivity: range(len(tokens)) makes the beginnings of 0 to n - 1 tokens, so the first is empty and the whole sentence is missing.
def positivity(model, tokens, vocabulary, length):
    probs = []
    for i in range(len(tokens)):
        sentence = " ".join(tokens[:i])
        p = model.predict(encode([sentence], vocabulary, length), verbose=0)
        probs.append(float(p[0][0]))
    return probs

# wrong: positivity: The beginnings are lists of tokens instead of strings, so encode fails when it splits them.
def positivity(model, tokens, vocabulary, length):
    beginnings = [tokens[:i + 1] for i in range(len(tokens))]
    x = encode(beginnings, vocabulary, length)
    return [float(p) for p in model.predict(x, verbose=0)[:, 0]]

# wrong: positivity: A list of one-element lists is returned instead of a list of numbers.
def positivity(model, tokens, vocabulary, length):
    if not tokens:
        return []
    docs = [" ".join(tokens[:i]) for i in range(1, len(tokens) + 1)]
    return model.predict(encode(docs, vocabulary, length), verbose=0).tolist()

# wrong: positivity: The end of a beginning is found with tokens.index, so a repeated token gives the beginning up to its first occurrence.
def positivity(model, tokens, vocabulary, length):
    out = []
    for token in tokens:
        end = tokens.index(token) + 1
        ids = encode([" ".join(tokens[:end])], vocabulary, length)
        out.append(float(model.predict(ids, verbose=0).ravel()[0]))
    return out

# wrong: positivity: The tokens are joined without spaces, so every beginning of two or more tokens is read as a single, mostly unknown word.
def positivity(model, tokens, vocabulary, length):
    text = ""
    result = []
    for token in tokens:
        text += token
        x = encode([text], vocabulary, length)
        result.append(model.predict(x, verbose=0)[0, 0])
    return result

# wrong: positivity: The zeros are put behind the words instead of in front, and an unknown word raises a KeyError.
def positivity(model, tokens, vocabulary, length):
    ids = [vocabulary[t] for t in tokens]
    probabilities = []
    for n in range(1, len(ids) + 1):
        part = ids[:n][-length:]
        x = np.array([part + [0] * (length - len(part))])
        probabilities.append(float(model.predict(x, verbose=0)[0, 0]))
    return probabilities

# wrong: positivity: Only the first length tokens are gone through, so a longer sentence gives fewer numbers than it has tokens.
def positivity(model, tokens, vocabulary, length):
    values = []
    for i in range(1, min(len(tokens), length) + 1):
        x = encode([" ".join(tokens[:i])], vocabulary, length)
        values.append(float(model.predict(x, verbose=0)[0, 0]))
    return values
