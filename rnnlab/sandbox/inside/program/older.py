"""What Keras 2, TensorFlow 1 and missing libraries are called today: one sentence for each.

Tried with Keras 3.15 and TensorFlow 2.21: what still works there is not in the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rnnlab.text import Text, line, particle

_LAYERS = "keras.layers"
_NO_MORE = {  # names that modules of Keras 2 and TensorFlow 1 had, and today's
    **dict.fromkeys(("recurrent", "embeddings", "core", "convolutional"), _LAYERS),
    **dict.fromkeys(("pooling", "wrappers", "advanced_activations", "local"), _LAYERS),
    **dict.fromkeys(("merge", "noise", "normalization", "cudnn_recurrent"), _LAYERS),
    **dict.fromkeys(("recurrent_v2", "convolutional_recurrent", "experimental"), _LAYERS),
    "CuDNNLSTM": "keras.layers.LSTM",
    "CuDNNGRU": "keras.layers.GRU",
    "np_utils": "keras.utils.to_categorical",
    "generic_utils": "keras.utils",
    "vis_utils": "keras.utils.plot_model",
    "data_utils": "keras.utils",
    "keras_preprocessing": "keras.utils.pad_sequences",
    "text": "keras.layers.TextVectorization",
    "engine": "keras.layers.Layer / keras.Model",
    "topology": "keras.layers.Layer",
    "objectives": "keras.losses",
    "adam_v2": "keras.optimizers.Adam",
    "adam": "keras.optimizers.Adam",
    "adagrad_v2": "keras.optimizers.Adagrad",
    "gradient_descent_v2": "keras.optimizers.SGD",
    "rmsprop": "keras.optimizers.RMSprop",
    "sgd": "keras.optimizers.SGD",
    "legacy": "keras.optimizers",
    "scikit_learn": "keras.wrappers.SKLearnClassifier",
    "get_session": "keras.ops",
    "set_session": "keras.ops",
    "set_random_seed": "keras.utils.set_random_seed",
    "Session": "keras.ops",
    "placeholder": "keras.Input",
    "contrib": _LAYERS,
    # methods and attributes of models and layers
    "fit_generator": "model.fit(...)",
    "train_generator": "model.fit(...)",
    "evaluate_generator": "model.evaluate(...)",
    "predict_generator": "model.predict(...)",
    "predict_classes": "model.predict(x).argmax(axis=-1)",
    "predict_proba": "model.predict(x)",
    "reset_states": "layer.reset_states()",
    "to_yaml": "model.to_json()",
    "output_shape": "layer.output.shape",
    "input_shape": "layer.input.shape",
}
_ARGUMENTS = {  # arguments that are not taken any more, and today's
    "lr": "learning_rate=",
    "nb_epoch": "epochs=",
    "batch_input_shape": "keras.Input(batch_shape=(...))",
    "batch_shape": "keras.Input(batch_shape=(...))",
    "input_length": "keras.Input(shape=(...))",
    "init": "kernel_initializer=",
    "inner_init": "recurrent_initializer=",
    "inner_activation": "recurrent_activation=",
    "dropout_W": "dropout=",
    "dropout_U": "recurrent_dropout=",
    "W_regularizer": "kernel_regularizer=",
    "U_regularizer": "recurrent_regularizer=",
    "b_regularizer": "bias_regularizer=",
    "nb_words": "num_words=",
    "period": "save_freq=",
    "samples_per_epoch": "steps_per_epoch=",
    "input": "inputs=",
    "output": "outputs=",
    **dict.fromkeys(("workers", "use_multiprocessing", "max_queue_size"), ""),
    **dict.fromkeys(("time_major", "consume_less", "show_accuracy"), ""),
}
_OTHER_COPY = re.compile(r"\btensorflow\.python\.keras\b")
_OF_KERAS = re.compile(r"(?:^|\.)(?:keras|tensorflow|tf_keras|keras_preprocessing)(?:\.|$)")
_NOT_IMPORTED = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")
_NOT_TAKEN = (
    re.compile(r"unexpected keyword argument '(\w+)'"),
    re.compile(r"^(?:Argument\(s\) not recogni|Unrecognized keyword arg)[^:]*: (.*)"),
)
_KEYWORD = re.compile(r"'(\w+)':")

_WORDS = Text(
    "형태소 분석기 대신 실습의 clean 함수와 split()을 쓰세요",
    "Instead of a morphological analyser use the exercise's own `clean` and `split()`",
)
_TABLES = Text(
    "NumPy 배열이나 csv 모듈을 쓰세요. 꼭 필요하면 선생님께 rnnlab[data]를 설치해 달라고 하세요",
    "Use NumPy arrays or the csv module; if you need it, ask your instructor to install "
    "rnnlab[data]",
)
_LEARNING = Text(
    "NumPy와 Keras로 쓰세요. 꼭 필요하면 선생님께 rnnlab[data]를 설치해 달라고 하세요",
    "Use NumPy and Keras; if you need it, ask your instructor to install rnnlab[data]",
)
_KERAS = Text("Keras로 쓰세요", "Write it with Keras")
_FIGURES = Text("그림은 matplotlib으로 그리세요", "Draw figures with matplotlib")
_ENGLISH = Text("re 모듈과 split()을 쓰세요", "Use the re module and `split()`")
_BAR = Text("진행 막대 없이 for 문만 쓰세요", "Use a plain loop, without a progress bar")
_COLAB = Text(
    "코랩에서만 쓰는 줄이니 함수 밖에 두거나 지우세요",
    "It exists in Colab alone: leave it out",
)
_OLD_PADDING = Text("keras.utils.pad_sequences를 쓰세요", "Use keras.utils.pad_sequences")
_INSTEAD = {
    **dict.fromkeys(("konlpy", "mecab", "MeCab", "kiwipiepy", "soynlp", "khaiii"), _WORDS),
    **dict.fromkeys(("soyspacing", "hanspell", "ckonlpy", "pecab", "eunjeon"), _WORDS),
    **dict.fromkeys(("pandas", "polars", "openpyxl"), _TABLES),
    **dict.fromkeys(("sklearn", "scipy", "statsmodels", "xgboost", "imblearn"), _LEARNING),
    **dict.fromkeys(("torch", "jax", "transformers", "keras_nlp", "keras_hub", "flax"), _KERAS),
    **dict.fromkeys(("tensorflow_addons", "tensorflow_text", "tf_keras", "keras_tuner"), _KERAS),
    **dict.fromkeys(("theano", "gensim"), _KERAS),
    **dict.fromkeys(("seaborn", "plotly", "bokeh", "wordcloud", "mglearn"), _FIGURES),
    **dict.fromkeys(("nltk", "spacy", "regex", "bs4"), _ENGLISH),
    "tqdm": _BAR,
    "google": _COLAB,
    "keras_preprocessing": _OLD_PADDING,
}


def instead_of(module: str) -> Text:
    """Return what to do without a module that is not there, as a sentence without its full stop."""
    name = line(module.partition(".")[0])[:80]
    return _INSTEAD.get(name) or Text(
        f"직접 만든 파일이면 {name}.py를 노트북과 함께 제출하거나 그 코드를 셀에 넣으세요",
        f"If it is a file of your own, hand in {name}.py beside the notebook, or put its code into "
        "a cell",
    )


def today(error: BaseException) -> Text | None:
    """Return today's name of what an error says is not there, if it is Keras's."""
    for old, new in _outdated(error):
        if new:
            return Text(
                f"`{old}`{particle(old, '은/는')} 이전 Keras의 이름입니다. 지금은 `{new}`"
                f"{particle(new, '을/를')} 씁니다.",
                f"`{old}` is of an older Keras; today it is `{new}`.",
            )
        return Text(
            f"`{old}`{particle(old, '은/는')} 이전 Keras에만 있습니다. 빼고 쓰세요.",
            f"`{old}` is of an older Keras; leave it out.",
        )
    return None


def other_copy(code: str) -> Text | None:
    """Return a remark on a statement that imports TensorFlow's inner copy of an old Keras."""
    if not _OTHER_COPY.search(code):
        return None
    return Text(
        "`tensorflow.python.keras`는 텐서플로 안에 남은 옛 Keras라서 그 모델은 채점할 수 없습니다. "
        "`keras`나 `tensorflow.keras`에서 가져오세요.",
        "`tensorflow.python.keras` is an old Keras left inside TensorFlow, whose models cannot be "
        "graded. Import from `keras` or `tensorflow.keras`.",
    )


def _outdated(error: BaseException) -> Iterator[tuple[str, str]]:
    """Yield old names in an error, each with today's, "" for none."""
    message = str(error)
    name = getattr(error, "name", None) or ""
    match error:
        case ImportError():
            found = _NOT_IMPORTED.search(message)
            words = [found[1] if found else name.rpartition(".")[2]]  # the first that is not there
            if _OTHER_COPY.search(message):
                yield "tensorflow.python.keras", "tensorflow.keras"
            if _OF_KERAS.search(found[2] if found else name):
                yield from ((word, _NO_MORE[word]) for word in words if word in _NO_MORE)
            elif "keras.optimizers.legacy" in message:
                yield "keras.optimizers.legacy", "keras.optimizers"
        case AttributeError() if _is_of_keras(owner := getattr(error, "obj", None)):
            # A property that is there may raise it, too: a model has no shapes yet.
            gone = name in _NO_MORE and not hasattr(type(owner), name)
            yield from [(name, _NO_MORE[name])] if gone else []
        case TypeError() | ValueError():
            for pattern in _NOT_TAKEN:
                if found := pattern.search(message):
                    words = _KEYWORD.findall(found[1]) or [found[1]]
                    yield from ((f"{w}=", _ARGUMENTS[w]) for w in words if w in _ARGUMENTS)
        case KeyError(args=["acc" | "val_acc" as key]):
            yield f'history["{key}"]', f'history["{key.replace("acc", "accuracy")}"]'


def _is_of_keras(thing: object) -> bool:
    owner = getattr(thing, "__name__", "") if _is_module(thing) else type(thing).__module__
    bases = [base.__module__ for base in type(thing).__mro__]
    return any(isinstance(n, str) and _OF_KERAS.search(n) for n in (owner, *bases))


def _is_module(thing: object) -> bool:
    return isinstance(thing, type(re))
