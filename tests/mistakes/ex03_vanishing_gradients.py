"""Classic wrong answers to exercise 3, and what to say about each."""

import numpy as np

from rnnlab.author import mistake, variations

# ------------------------------------------------------------------------ tanh_derivative


def slope(a, *, of=lambda a: 1 - a**2):
    return of(a)


wrong = variations("tanh_derivative", slope)

wrong("tanh_taken_again", of=lambda a: 1 - np.tanh(a) ** 2).says(
    "1 - tanh(a)²의 값입니다. 받은 a가 이미 tanh를 지난 출력이므로 tanh를 다시 씌우지 마세요.",
    "This is 1 - tanh(a)²; the given a has been through tanh already: do not take it again.",
)
wrong("slope_of_sigmoid", of=lambda a: a * (1 - a)).says(
    "a(1 - a)는 시그모이드의 도함수입니다. tanh의 도함수는 1 - a²입니다.",
    "a(1 - a) is the derivative of the sigmoid; that of tanh is 1 - a².",
)
wrong("not_squared", of=lambda a: 1 - a).says(
    "1 - a의 값입니다. 몫의 미분법으로 구하면 a가 제곱됩니다.",
    "This is 1 - a; by the quotient rule a comes out squared.",
)
wrong("absolute_for_square", of=lambda a: 1 - np.abs(a)).says(
    "1 - |a|의 값입니다. 절댓값이 아니라 a의 제곱을 빼세요.",
    "This is 1 - |a|: subtract the square of a, not its absolute value.",
)
wrong("square_of_difference", of=lambda a: (1 - a) ** 2).says(
    "(1 - a)²의 값입니다. a만 제곱하고 1에서 빼세요.",
    "This is (1 - a)²: square a alone, and subtract that from 1.",
)
wrong("square_alone", of=lambda a: a**2).says(
    "a²의 값입니다. 도함수는 1에서 a²을 뺀 것입니다.",
    "This is a²; the derivative is 1 less a².",
)
wrong("cubed", of=lambda a: 1 - a**3).says(
    "1 - a³의 값입니다. a를 세제곱이 아니라 제곱하세요.",
    "This is 1 - a³: square a, do not cube it.",
)
wrong("one_less_tanh", of=lambda a: 1 - np.tanh(a)).says(
    "1 - tanh(a)의 값입니다. 받은 a가 tanh의 출력이므로, a를 제곱해 1에서 빼기만 하면 됩니다.",
    "This is 1 - tanh(a); the given a is the output of tanh: only square it, and subtract from 1.",
)
wrong("tanh_itself", of=np.tanh).says(
    "도함수가 아니라 tanh의 값입니다. a에서 1 - a²을 구하세요.",
    "This is tanh, not its derivative: make 1 - a² of the given a.",
)
wrong("doubled_for_square", of=lambda a: 1 - 2 * a).says(
    "1 - 2a의 값입니다. a를 두 배 하지 말고 제곱하세요. 제곱은 a**2입니다.",
    "This is 1 - 2a: square a, do not double it. The square is a**2.",
)
wrong("slope_of_arctangent", of=lambda a: 1 / (1 + a**2)).says(
    "1 / (1 + a²)은 arctan의 도함수입니다. tanh의 도함수는 1 - a²입니다.",
    "1 / (1 + a²) is the derivative of arctan; that of tanh is 1 - a².",
)


# ------------------------------------------------------------------------------- jacobian


def table(
    h,
    W_hh,
    *,
    slope=slope,
    joined=lambda slopes, W_hh: slopes * W_hh,
    matrix=lambda W_hh: W_hh,
):
    return joined(slope(h), matrix(W_hh))


wrong = variations("jacobian", table)

wrong("slopes_along_columns", joined=lambda slopes, W_hh: W_hh * slopes.T).says(
    "1 - h²이 W_hh의 행이 아니라 열에 곱해졌습니다. h_t는 행이므로 i행에 1 - h_{t,i}²을 곱하세요.",
    "The slopes multiply the columns of W_hh, not its rows; h_t is along the rows.",
)
wrong("recurrent_matrix_transposed", matrix=lambda W_hh: W_hh.T).says(
    "W_hh가 전치된 값입니다. 강의의 W_hh는 h_{t-1}의 왼쪽에 곱해지므로 그대로 씁니다.",
    "W_hh is transposed here; the deck's W_hh multiplies h_{t-1} from the left, and stays as it is.",
)
wrong("slopes_left_out", joined=lambda slopes, W_hh: W_hh + 0 * slopes).says(
    "W_hh만 있고 tanh의 도함수 1 - h²이 빠졌습니다.",
    "This is W_hh alone: the derivative of tanh, 1 - h², is missing.",
)
wrong("matrix_times_slopes", joined=lambda slopes, W_hh: W_hh @ slopes).says(
    "W_hh와 1 - h²을 행렬로 곱한 세로 벡터입니다. 행렬의 행마다 수 하나를 곱해야 합니다.",
    "This is the matrix product of W_hh and the slopes, a column; each row takes one factor.",
)
wrong("slopes_added", joined=lambda slopes, W_hh: slopes + W_hh).says(
    "W_hh에 1 - h²을 더한 값입니다. 더하지 말고 곱하세요.",
    "The slopes 1 - h² are added to W_hh: multiply by them.",
)
wrong("diagonal_only", joined=lambda slopes, W_hh: np.diag(slopes[:, 0] * np.diag(W_hh))).says(
    "대각선 밖이 모두 0입니다. 뉴런은 다른 뉴런의 과거도 읽으므로 W_hh 전체를 쓰세요.",
    "All is 0 off the diagonal; neurons read each other's past, too: use all of W_hh.",
)
wrong("slopes_on_the_diagonal", joined=lambda slopes, W_hh: np.diag(slopes[:, 0])).says(
    "diag(1 - h²)뿐이고 W_hh가 곱해지지 않았습니다.",
    "This is diag(1 - h²) alone: it is not multiplied by W_hh.",
)
wrong("slopes_squared", joined=lambda slopes, W_hh: slopes**2 * W_hh).says(
    "1 - h²이 두 번 곱해졌습니다. 한 시점에 tanh는 한 번 지나갑니다.",
    "The slopes 1 - h² are in it twice; one timestep passes tanh once.",
)
wrong("slopes_on_both_sides", joined=lambda slopes, W_hh: slopes * W_hh * slopes.T).says(
    "1 - h²이 행과 열에 모두 곱해졌습니다. h_t의 도함수는 행에만 곱합니다.",
    "The slopes multiply rows and columns; those of h_t belong to the rows alone.",
)
wrong("state_times_matrix", slope=lambda h: h).says(
    "1 - h²이 아니라 h가 곱해졌습니다. 곱하는 것은 tanh의 출력이 아니라 도함수입니다.",
    "h multiplies W_hh, not 1 - h²: it is the derivative of tanh that counts, not its output.",
)
wrong("jacobian_tanh_again", slope=lambda h: 1 - np.tanh(h) ** 2).says(
    "1 - tanh(h)²이 곱해진 값입니다. h_t는 이미 tanh의 출력이므로 1 - h²입니다.",
    "W_hh is multiplied by 1 - tanh(h)²; h_t is an output of tanh already, so take 1 - h².",
)
wrong("slopes_averaged", slope=lambda h: np.mean(1 - h**2, keepdims=True)).says(
    "모든 행에 1 - h²의 평균이 곱해졌습니다. 행마다 자기 뉴런의 값을 곱하세요.",
    "All rows are multiplied by the mean of 1 - h²; each row has the value of its own neuron.",
)


# ----------------------------------------------------------------------- gradients_by_lag


def by_lag(
    H,
    W_hh,
    dh,
    *,
    states=lambda H: H[:0:-1],
    jacobian=table,
    back=lambda J, g: J.T @ g,
    start=lambda dh, H: dh,
    answer=lambda found: found,
):
    """Go back through ``states``, from the gradient ``start``."""
    found = [start(dh, H)]
    for h in states(H):
        found.append(back(jacobian(h, W_hh), found[-1]))
    return answer(np.array(found))


wrong = variations("gradients_by_lag", by_lag)

wrong("jacobian_not_transposed", back=lambda J, g: J @ g).says(
    "야코비 행렬을 전치하지 않고 곱했습니다. 오차는 신호와 반대로 가므로 전치해야 합니다.",
    "The Jacobians are not transposed; errors go the opposite way to signals, so they must be.",
)
wrong("recurrent_matrix_not_transposed", jacobian=lambda h, W_hh: table(h, W_hh.T)).says(
    "tanh를 먼저 지난 것은 맞지만 W_hh를 전치하지 않고 곱했습니다. W_hh의 전치를 곱하세요.",
    "The slopes of tanh are in it, but W_hh multiplies as it is: it must be its transpose.",
)
wrong("states_one_too_early", states=lambda H: H[-2::-1]).says(
    "h_t가 아니라 h_{t-1}로 만든 야코비 행렬을 썼습니다. h_T에서 h_{T-1}로 갈 때는 h_T를 씁니다.",
    "The Jacobians are made from h_{t-1}, not h_t: from h_T to h_{T-1} it is h_T that counts.",
)
wrong("states_forwards", states=lambda H: H[1:]).says(
    "h_2부터 h_T까지의 순서로 거슬러 간 값입니다. 마지막 상태 h_T부터 시작하세요.",
    "This goes through h_2, …, h_T in that order: begin with the last state, h_T.",
)
wrong("always_the_last_state", states=lambda H: [H[-1]] * (len(H) - 1)).says(
    "시점마다 h_T의 야코비 행렬을 썼습니다. 시점마다 자기 상태로 만든 것을 쓰세요.",
    "The Jacobian of h_T is used at every timestep; each has one of its own state.",
)
wrong("slopes_of_tanh_left_out", jacobian=lambda h, W_hh: W_hh).says(
    "tanh의 도함수 없이 W_hh의 전치만 거듭 곱했습니다.",
    "The transpose of W_hh alone is multiplied again and again, without the derivative of tanh.",
)
wrong("only_the_slopes", jacobian=lambda h, W_hh: np.diag(slope(h)[:, 0])).says(
    "tanh의 도함수만 거듭 곱하고 W_hh는 곱하지 않았습니다.",
    "The derivatives of tanh alone are multiplied, without W_hh.",
)
wrong("slope_after_the_matrix", jacobian=lambda h, W_hh: W_hh * slope(h).T).says(
    "W_hh의 전치를 곱한 뒤에 1 - h_t²을 곱했습니다. 거꾸로 갈 때는 tanh를 먼저 지납니다.",
    "1 - h_t² multiplies after the transpose of W_hh; on the way back tanh comes first.",
)
wrong("divided_by_its_norm", back=lambda J, g: J.T @ g / np.linalg.norm(g)).says(
    "시점마다 기울기를 노름으로 나누었습니다. 나누면 얼마나 사라지는지 볼 수 없습니다.",
    "The gradient is divided by its norm at each step; that hides how it vanishes.",
)
wrong("begins_before_tanh", start=lambda dh, H: slope(H[-1]) * dh).says(
    "시차 0에 ∂L/∂z_T가 있습니다. 시차 0은 받은 ∂L/∂h_T 그대로입니다.",
    "Lag 0 is ∂L/∂z_T here; it should be the given ∂L/∂h_T as it is.",
)


@mistake("gradients_by_lag")
def each_lag_from_the_end(H, W_hh, dh):
    """시차마다 ∂L/∂h_T에 야코비 행렬 하나만 곱했습니다. 방금 구한 기울기에 이어서 곱하세요.
    Each lag is ∂L/∂h_T times a single Jacobian: go on from the gradient that you have just found."""
    return np.array([dh, *(table(h, W_hh).T @ dh for h in H[:0:-1])])


@mistake("gradients_by_lag")
def norms_by_lag(H, W_hh, dh):
    """시차마다 기울기의 노름 하나만 있습니다. 기울기 벡터를 그대로 담아 (T, units, 1)로 돌려주세요.
    There is one norm for each lag: return the gradients themselves, (T, units, 1)."""
    return np.linalg.norm(by_lag(H, W_hh, dh), axis=(1, 2))


@mistake("gradients_by_lag")
def first_lag_left_out(H, W_hh, dh):
    """시차 0이 빠지고 시차 1부터 h_0까지의 기울기가 있습니다. 받은 dh부터 담고 ∂L/∂h_1에서 끝내세요.
    Lag 0 is missing and ∂L/∂h_0 is there: begin with the given dh, and end with ∂L/∂h_1."""
    return by_lag(H, W_hh, dh, states=lambda H: H[::-1])[1:]


@mistake("gradients_by_lag")
def one_lag_too_many(H, W_hh, dh):
    """하나가 더 있습니다. ∂L/∂h_1에서 끝나야 하는데 ∂L/∂h_0까지 거슬러 갔습니다.
    There is one too many: it should end with ∂L/∂h_1, but goes back to ∂L/∂h_0."""
    return by_lag(H, W_hh, dh, states=lambda H: H[::-1])


# ------------------------------------------------------------------- with_spectral_radius


def rescaled(
    W_hh,
    radius,
    *,
    size=lambda W: np.abs(np.linalg.eigvals(W)).max(),
    factor=lambda radius, size: radius / size,
):
    return W_hh * factor(radius, size(W_hh))


wrong = variations("with_spectral_radius", rescaled)

wrong("largest_eigenvalue_signed", size=lambda W: np.linalg.eigvals(W).real.max()).says(
    "고윳값의 실수부 가운데 가장 큰 것으로 나누었습니다. 음수와 복소수도 절댓값으로 견주세요.",
    "It is divided by the largest real part: compare negative and complex ones by absolute value.",
)
wrong(
    "size_of_the_rightmost",
    size=lambda W: np.abs(max(np.linalg.eigvals(W), key=lambda value: (value.real, value.imag))),
).says(
    "실수부가 가장 큰 고윳값의 절댓값으로 나누었습니다. 절댓값을 먼저 구하고 가장 큰 것을 고르세요.",
    "It is divided by the size of the eigenvalue with the largest real part: take sizes first.",
)
wrong("sum_of_eigenvalues", size=lambda W: np.abs(np.linalg.eigvals(W)).sum()).says(
    "고윳값의 절댓값을 모두 더해 나누었습니다. 가장 큰 것으로 나누세요.",
    "It is divided by the sum of the eigenvalues' sizes: divide by the largest.",
)
wrong("imaginary_parts_dropped", size=lambda W: np.abs(np.linalg.eigvals(W).real).max()).says(
    "고윳값의 허수부를 버리고 잰 크기입니다. 복소수의 절댓값에는 허수부도 들어갑니다.",
    "The imaginary parts are dropped; they belong to the absolute value of a complex number.",
)
wrong("spectral_norm", size=lambda W: np.linalg.norm(W, 2)).says(
    "가장 큰 특잇값(행렬의 2-노름)으로 나누었습니다. 스펙트럼 반지름은 고윳값의 절댓값에서 나옵니다.",
    "It is divided by the largest singular value, the 2-norm; the radius comes from eigenvalues.",
)
wrong("frobenius_norm", size=np.linalg.norm).says(
    "모든 값의 제곱합의 제곱근(프로베니우스 노름)으로 나누었습니다. 고윳값을 구하세요.",
    "It is divided by the root of the sum of all squares, the Frobenius norm: find the eigenvalues.",
)
wrong("largest_entry", size=lambda W: np.abs(W).max()).says(
    "행렬의 값 가운데 절댓값이 가장 큰 것으로 나누었습니다. 값이 아니라 고윳값에서 찾으세요.",
    "It is divided by the largest entry of the matrix: look among its eigenvalues.",
)
wrong("largest_row_sum", size=lambda W: np.abs(W).sum(axis=1).max()).says(
    "행마다 더한 절댓값 가운데 가장 큰 것으로 나누었습니다. 그것은 노름이고, 고윳값이 아닙니다.",
    "It is divided by the largest sum of a row's absolute values: a norm, not an eigenvalue.",
)
wrong("largest_column_sum", size=lambda W: np.abs(W).sum(axis=0).max()).says(
    "열마다 더한 절댓값 가운데 가장 큰 것으로 나누었습니다. 그것은 노름이고, 고윳값이 아닙니다.",
    "It is divided by the largest sum of a column's absolute values: a norm, not an eigenvalue.",
)
wrong("symmetric_part_only", size=lambda W: np.abs(np.linalg.eigvalsh(W)).max()).says(
    "eigvalsh의 고윳값으로 나누었습니다. 대칭 행렬에만 맞는 함수이니 eigvals를 쓰세요.",
    "It is divided by an eigenvalue of eigvalsh, which is for symmetric matrices: use eigvals.",
)
wrong("determinant", size=lambda W: np.abs(np.linalg.det(W))).says(
    "행렬식으로 나누었습니다. 행렬식은 모든 고윳값의 곱이고, 필요한 것은 가장 큰 절댓값입니다.",
    "It is divided by the determinant, the product of all eigenvalues; the largest is wanted.",
)
wrong("trace", size=lambda W: np.abs(np.trace(W))).says(
    "대각합으로 나누었습니다. 대각합은 모든 고윳값의 합이고, 필요한 것은 가장 큰 절댓값입니다.",
    "It is divided by the trace, the sum of all eigenvalues; the largest is wanted.",
)
wrong("mean_eigenvalue", size=lambda W: np.abs(np.linalg.eigvals(W)).mean()).says(
    "고윳값 절댓값의 평균으로 나누었습니다. 가장 큰 것으로 나누세요.",
    "It is divided by the mean of the eigenvalues' sizes: divide by the largest.",
)
wrong("smallest_eigenvalue", size=lambda W: np.abs(np.linalg.eigvals(W)).min()).says(
    "절댓값이 가장 작은 고윳값으로 나누었습니다. 가장 큰 것으로 나누세요.",
    "It is divided by the smallest of the eigenvalues' sizes: divide by the largest.",
)
wrong("eigenvalue_of_gram_matrix", size=lambda W: np.linalg.eigvalsh(W.T @ W).max()).says(
    "W^T W의 고윳값으로 나누었습니다. W_hh 자신의 고윳값을 쓰세요.",
    "It is divided by an eigenvalue of W^T W: take those of W_hh itself.",
)
wrong("scaled_by_root", factor=lambda radius, size: np.sqrt(radius / size)).says(
    "배수의 제곱근이 곱해졌습니다. 행렬을 c배 하면 고윳값도 꼭 c배가 됩니다.",
    "The root of the factor is used; c times the matrix has exactly c times the eigenvalues.",
)
wrong("size_multiplied", factor=lambda radius, size: radius * size).says(
    "스펙트럼 반지름으로 나누지 않고 곱했습니다.",
    "It is multiplied by the spectral radius, not divided by it.",
)
wrong("turned_over", factor=lambda radius, size: size / radius).says(
    "배수의 분자와 분모가 바뀌었습니다. radius를 스펙트럼 반지름으로 나누세요.",
    "The factor is upside down: divide radius by the spectral radius.",
)
wrong("only_radius", factor=lambda radius, size: radius).says(
    "W_hh에 radius만 곱했습니다. 원래의 스펙트럼 반지름으로 먼저 나누세요.",
    "W_hh is multiplied by radius alone: divide by its own spectral radius first.",
)
wrong("only_shrunk", factor=lambda radius, size: min(1, radius / size)).says(
    "반지름이 radius보다 작은 행렬은 그대로입니다. 커져야 할 때도 같은 배수를 곱하세요.",
    "A matrix whose radius is below `radius` stays as it is: multiply by the factor then, too.",
)


# ------------------------------------------------------------------------------- backprop


def through_time(
    X,
    H,
    W_hh,
    dh,
    *,
    lags=lambda H, W_hh, dh: by_lag(H, W_hh, dh)[::-1],
    slopes=slope,
    past=lambda H: np.concatenate([0 * H[:1], H[:-1]]),
    inputs=lambda X: X,
    steps=slice(None),
    bias=lambda dZ: dZ.sum(axis=0),
    product=lambda dZ, V: np.einsum("tik,tjk->ij", dZ, V),
    scale=lambda H: 1,
):
    """Add up the shares of the timesteps ``steps``."""
    dZ = (slopes(H) * lags(H, W_hh, dh) * scale(H))[steps]
    return product(dZ, past(H)[steps]), product(dZ, inputs(X)[steps]), bias(dZ)


wrong = variations("backprop", through_time)

wrong("last_timestep_only", steps=slice(-1, None)).says(
    "마지막 시점의 몫만 있습니다. 가중치는 모든 시점에서 쓰이므로 모든 시점의 몫을 더하세요.",
    "This is the share of the last timestep alone; weights are used at all of them: add up.",
)
wrong("first_timestep_left_out", steps=slice(1, None)).says(
    "시점 1의 몫이 빠졌습니다. h_0이 0이어도 x_1과 편향의 몫은 있습니다.",
    "The share of timestep 1 is missing: h_0 is 0, but x_1 and the bias have their shares.",
)
wrong("last_timestep_left_out", steps=slice(None, -1)).says(
    "마지막 시점 T의 몫이 빠졌습니다. t = 1부터 T까지 모두 더하세요.",
    "The share of the last timestep T is missing: add up all from t = 1 to T.",
)
wrong("present_state_for_past", past=lambda H: H).says(
    "∂L/∂W_hh에 h_{t-1}이 아니라 h_t가 곱해졌습니다. W_hh는 앞의 상태에 곱해집니다.",
    "h_t is used in ∂L/∂W_hh, not h_{t-1}; W_hh multiplies the state before.",
)
wrong("first_state_is_one", past=lambda H: np.concatenate([1 + 0 * H[:1], H[:-1]])).says(
    "h_0이 1인 값입니다. h_0은 0입니다.",
    "h_0 is 1 here; it should be 0.",
)
wrong("past_goes_round", past=lambda H: np.roll(H, 1, axis=0)).says(
    "h_0 자리에 h_T가 있습니다. h_0은 0입니다.",
    "h_T stands in the place of h_0, which is 0.",
)
wrong("slopes_not_in_gradients", slopes=lambda H: 1).says(
    "∂L/∂h_t를 그대로 썼습니다. ∂L/∂z_t를 얻으려면 1 - h_t²을 곱하세요.",
    "∂L/∂h_t is used as it is: multiply by 1 - h_t², to get ∂L/∂z_t.",
)
wrong(
    "no_slopes_anywhere",
    slopes=lambda H: 1,
    lags=lambda H, W_hh, dh: by_lag(H, W_hh, dh, jacobian=lambda h, W_hh: W_hh)[::-1],
).says(
    "tanh의 도함수 1 - h_t²이 어디에도 곱해지지 않았습니다.",
    "The derivative of tanh, 1 - h_t², is nowhere in it.",
)
wrong(
    "slopes_missing_on_the_way_back",
    lags=lambda H, W_hh, dh: by_lag(H, W_hh, dh, jacobian=lambda h, W_hh: W_hh)[::-1],
).says(
    "앞 시점으로 보낼 때 1 - h_t²이 빠졌습니다. ∂L/∂h_{t-1}은 W_hh의 전치에 ∂L/∂z_t를 곱한 것입니다.",
    "1 - h_t² is missing on the way back: ∂L/∂h_{t-1} is the transpose of W_hh times ∂L/∂z_t.",
)
wrong("slopes_twice", slopes=lambda H: slope(H) ** 2).says(
    "1 - h_t²이 두 번 곱해졌습니다. ∂L/∂h_t에서 ∂L/∂z_t로 갈 때 한 번만 곱하세요.",
    "1 - h_t² is in it twice: multiply once, on the way from ∂L/∂h_t to ∂L/∂z_t.",
)
wrong("lags_not_turned", lags=by_lag).says(
    "기울기의 순서가 시점과 반대입니다. gradients_by_lag의 맨 앞은 시점 T입니다.",
    "The gradients are in the opposite order of the timesteps: gradients_by_lag begins with T.",
)
wrong("not_through_time", lags=lambda H, W_hh, dh: np.broadcast_to(dh, H.shape)).says(
    "모든 시점에 ∂L/∂h_T를 그대로 썼습니다. 시점마다 거슬러 간 기울기를 쓰세요.",
    "∂L/∂h_T is used at every timestep: use the gradient that has gone back to each.",
)
wrong(
    "recurrent_matrix_not_transposed",
    lags=lambda H, W_hh, dh: by_lag(H, W_hh, dh, jacobian=lambda h, W: table(h, W.T))[::-1],
).says(
    "오차를 되돌려 보낼 때 W_hh를 전치하지 않고 곱했습니다.",
    "On the way back W_hh multiplies as it is: it must be its transpose.",
)
wrong(
    "back_without_transposing",
    lags=lambda H, W_hh, dh: by_lag(H, W_hh, dh, back=lambda J, g: J @ g)[::-1],
).says(
    "오차를 되돌려 보낼 때 야코비 행렬이 전치되지 않았습니다.",
    "The Jacobians are not transposed on the way back.",
)
wrong("mean_over_timesteps", scale=lambda H: 1 / len(H)).says(
    "시점의 수로 나눈 평균입니다. 나누지 말고 더하기만 하세요.",
    "This is the mean over the timesteps: only add them up.",
)
wrong("gradients_transposed", product=lambda dZ, V: np.einsum("tik,tjk->ji", dZ, V)).says(
    "행렬의 기울기가 전치되어 있습니다. ∂L/∂z_t가 왼쪽, h_{t-1}이나 x_t의 전치가 오른쪽입니다.",
    "The matrices' gradients are transposed: ∂L/∂z_t on the left, h_{t-1} or x_t transposed.",
)
wrong("inputs_one_late", inputs=lambda X: np.roll(X, 1, axis=0)).says(
    "∂L/∂W_xh에 x_t가 아니라 x_{t-1}이 곱해졌습니다.",
    "x_{t-1} is used in ∂L/∂W_xh, not x_t.",
)
wrong("bias_gradient_of_every_timestep", bias=lambda dZ: dZ).says(
    "∂L/∂b_h가 시점마다 하나씩 있습니다. 모든 시점에서 같은 편향을 쓰므로 더하세요.",
    "There is a ∂L/∂b_h for each timestep; they share one bias: add them up.",
)
wrong("bias_gradient_of_first_timestep", bias=lambda dZ: dZ[0]).says(
    "∂L/∂b_h가 시점 1의 몫뿐입니다. 모든 시점의 ∂L/∂z_t를 더하세요.",
    "∂L/∂b_h is the share of timestep 1 alone: add up ∂L/∂z_t over all timesteps.",
)
wrong("bias_gradient_of_last_timestep", bias=lambda dZ: dZ[-1]).says(
    "∂L/∂b_h가 마지막 시점의 몫뿐입니다. 모든 시점의 ∂L/∂z_t를 더하세요.",
    "∂L/∂b_h is the share of the last timestep alone: add up ∂L/∂z_t over all timesteps.",
)
wrong("bias_gradient_with_one_axis", bias=lambda dZ: dZ.sum(axis=(0, 2))).says(
    "∂L/∂b_h의 축이 하나뿐입니다. b_h처럼 (units, 1)인 세로 벡터로 돌려주세요.",
    "∂L/∂b_h has one axis: return a column, (units, 1), as b_h is.",
)


# -------------------------------------------------------------------- clip_by_global_norm


def whole_norm(gradients):
    return np.sqrt(sum(np.sum(g**2) for g in gradients))


def clipped(
    gradients,
    limit,
    *,
    norm=whole_norm,
    factor=lambda norm, limit: limit / norm if norm > limit else 1,
):
    size = norm(gradients)
    return [g * factor(size, limit) for g in gradients]


wrong = variations("clip_by_global_norm", clipped)


@mistake("clip_by_global_norm")
def clipped_one_by_one(gradients, limit):
    """배열마다 따로 노름을 재어 잘랐습니다. 모든 배열을 한 벡터로 보고 같은 비율로 줄이세요.
    Each array is clipped by a norm of its own: see them as one vector, shrunk by one factor."""
    return [clipped([g], limit)[0] for g in gradients]


@mistake("clip_by_global_norm")
def clipped_by_value(gradients, limit):
    """값마다 -limit과 limit 사이로 잘랐습니다. 노름을 재고 모두를 같은 비율로 줄이세요.
    Each value is clipped to between -limit and limit: measure the norm, and shrink all alike."""
    return [np.clip(g, -limit, limit) for g in gradients]


with_zero = {"": 0.0, "_but_for_zeros": 1e-12}  # what to add to a norm of 0


def enlarged(gradients, limit, *, least=0.0):
    norm = max(whole_norm(gradients), least)
    with np.errstate(all="ignore"):
        return [g * np.float64(limit) / norm for g in gradients]


for name, least in with_zero.items():
    variations("clip_by_global_norm", enlarged)(f"always_at_the_limit{name}", least=least).says(
        "작은 기울기까지 limit이 되도록 키웠습니다. 노름이 limit보다 클 때만 줄이세요.",
        "Small gradients are enlarged to the limit, too: shrink only where the norm is above it.",
    )
wrong("divided_by_norm", factor=lambda norm, limit: 1 / norm if norm > limit else 1).says(
    "자른 뒤의 노름이 limit이 아니라 1입니다. limit / 노름을 곱하세요.",
    "After clipping the norm is 1, not limit: multiply by limit / norm.",
)
wrong("factor_turned_over", factor=lambda norm, limit: norm / limit if norm > limit else 1).says(
    "큰 기울기가 더 커졌습니다. 배수의 분자와 분모가 바뀌었습니다. limit / 노름을 곱하세요.",
    "Large gradients grow: the factor is upside down. Multiply by limit / norm.",
)
wrong(
    "divided_by_square_of_norm",
    factor=lambda norm, limit: limit / norm**2 if norm > limit else 1,
).says(
    "노름의 제곱으로 나누었습니다. limit / 노름을 곱하세요.",
    "They are divided by the square of the norm: multiply by limit / norm.",
)
wrong("mean_of_norms", norm=lambda gs: np.mean([np.linalg.norm(g) for g in gs])).says(
    "배열마다의 노름을 평균했습니다. 제곱합을 모두 더한 다음 제곱근을 구하세요.",
    "The mean of the arrays' norms is used: add all squares, and take the root then.",
)
wrong("mean_squares_added", norm=lambda gs: np.sqrt(sum(np.mean(g**2) for g in gs))).says(
    "배열마다 제곱의 평균을 더했습니다. 평균을 내지 말고 제곱을 모두 더하세요.",
    "The arrays' mean squares are added: add the squares themselves.",
)
wrong("norm_not_rooted", norm=lambda gs: whole_norm(gs) ** 2).says(
    "제곱근을 구하지 않은 제곱합을 노름으로 썼습니다.",
    "The sum of squares is used for the norm, without its root.",
)
wrong("sum_of_norms", norm=lambda gs: sum(np.linalg.norm(g) for g in gs)).says(
    "배열마다의 노름을 더했습니다. 제곱합을 모두 더한 다음 제곱근을 구하세요.",
    "The arrays' norms are added: add all squares first, and take the root then.",
)
wrong("largest_norm", norm=lambda gs: max(np.linalg.norm(g) for g in gs)).says(
    "배열마다의 노름 가운데 가장 큰 것만 썼습니다. 모든 배열의 제곱합이 필요합니다.",
    "Only the largest of the arrays' norms is used: the squares of all arrays are needed.",
)
wrong("first_norm_for_all", norm=lambda gs: np.linalg.norm(gs[0])).says(
    "첫 배열의 노름만 재었습니다. 모든 배열의 제곱합이 필요합니다.",
    "Only the first array's norm is measured: the squares of all arrays are needed.",
)
wrong(
    "mean_of_squares", norm=lambda gs: whole_norm(gs) / np.sqrt(sum(np.size(g) for g in gs))
).says(
    "제곱합이 아니라 제곱의 평균에서 제곱근을 구했습니다. 값의 개수로 나누지 마세요.",
    "This is the root of the mean of the squares, not of their sum: do not divide by how many.",
)
wrong("sum_of_absolute_values", norm=lambda gs: sum(np.abs(g).sum() for g in gs)).says(
    "절댓값의 합을 노름으로 썼습니다. 제곱해서 더하고 제곱근을 구하세요.",
    "The sum of absolute values is used for the norm: square, add, and take the root.",
)
wrong("largest_value_as_norm", norm=lambda gs: max(np.abs(g).max() for g in gs)).says(
    "가장 큰 값 하나를 노름으로 썼습니다. 모든 값의 제곱합에서 제곱근을 구하세요.",
    "The largest value is used for the norm: take the root of the sum of all squares.",
)
wrong("large_ones_to_zero", factor=lambda norm, limit: 0 if norm > limit else 1).says(
    "큰 기울기가 모두 0이 되었습니다. 버리지 말고 limit / 노름을 곱하세요.",
    "Large gradients all become 0: do not drop them, multiply by limit / norm.",
)
wrong("multiplied_by_limit", factor=lambda norm, limit: limit if norm > limit else 1).says(
    "limit만 곱하고 노름으로 나누지 않았습니다.",
    "They are multiplied by limit, and not divided by the norm.",
)
wrong(
    "clipped_where_small", factor=lambda norm, limit: limit / norm if 0 < norm < limit else 1
).says(
    "작은 기울기가 커지고 큰 기울기는 그대로입니다. 조건이 반대입니다.",
    "Small gradients are enlarged, and large ones stay: the condition is the wrong way round.",
)


# ---------------------------------------------------------------------------------- cloze


def one_place(words, place, clues):
    return np.where(np.arange(words.shape[1]) == place, clues[:, None], words)


def sentence(
    fillers,
    clues,
    gap,
    vocabulary,
    *,
    place=lambda gap, T: T - 1 - gap,
    encoded=lambda words, size: np.eye(size)[words],
    put=one_place,
):
    words = np.array(fillers)
    return encoded(put(words, place(gap, words.shape[1]), np.asarray(clues)), vocabulary)


wrong = variations("cloze", sentence)

wrong("counted_from_the_start", place=lambda gap, T: gap).says(
    "간격을 문장의 처음부터 세었습니다. 빈칸은 문장 뒤에 있으므로 끝에서부터 세세요.",
    "The gap is counted from the start; the blank comes after the sentence: count from its end.",
)
wrong("gap_too_short", place=lambda gap, T: T - max(gap, 1)).says(
    "도시와 빈칸 사이의 낱말이 하나 모자랍니다. 간격이 1이면 도시는 끝에서 두 번째입니다.",
    "There is one word too few after the city: with a gap of 1 it is the last but one.",
)
wrong("minus_gap", place=lambda gap, T: (T - gap) % T).says(
    "도시가 [:, -gap]에 있습니다. 사이의 낱말이 하나 모자라고, 간격이 0이면 문장의 처음입니다.",
    "The city is at [:, -gap]: one word too few, and with a gap of 0 at the very start.",
)
wrong("gap_too_long", place=lambda gap, T: max(T - 2 - gap, 0)).says(
    "도시와 빈칸 사이의 낱말이 하나 더 많습니다. 간격이 0이면 도시는 마지막 낱말입니다.",
    "There is one word too many after the city: with a gap of 0 it is the last word.",
)
wrong("gap_ignored", place=lambda gap, T: 0).says(
    "도시가 늘 문장의 처음에 있습니다. 간격에 따라 자리가 달라져야 합니다.",
    "The city is always the first word: its place depends on the gap.",
)
wrong("no_city", put=lambda words, place, clues: words).says(
    "문장에 도시가 없습니다. 빈칸에서 낱말 gap개 앞에 clues의 낱말을 넣으세요.",
    "There is no city in the sentences: put the word of clues gap words before the blank.",
)
wrong(
    "city_inserted",
    put=lambda words, place, clues: np.concatenate(
        [words[:, : place + 1], clues[:, None], words[:, place + 1 :]], axis=1
    ),
).says(
    "문장이 한 낱말 길어졌습니다. 도시는 끼워 넣지 말고 그 자리의 낱말과 바꾸세요.",
    "The sentences are one word longer: the city replaces a word, it is not squeezed in.",
)
wrong(
    "city_and_all_before",
    put=lambda words, place, clues: np.where(
        np.arange(words.shape[1]) <= place, clues[:, None], words
    ),
).says(
    "도시 앞의 낱말도 모두 도시입니다. 도시는 한 번만 나옵니다.",
    "All words before the city are that city, too: it should be there once.",
)
wrong(
    "city_and_all_after",
    put=lambda words, place, clues: np.where(
        np.arange(words.shape[1]) >= place, clues[:, None], words
    ),
).says(
    "도시 뒤의 낱말도 모두 도시입니다. 도시는 한 번만 나옵니다.",
    "All words after the city are that city, too: it should be there once.",
)
wrong("one_hot_of_words_seen", encoded=lambda words, size: np.eye(words.max() + 1)[words]).says(
    "원-핫의 길이가 문장에 나온 가장 큰 번호로 정해졌습니다. 길이는 늘 vocabulary입니다.",
    "The one-hot length comes from the largest number seen; it should always be vocabulary.",
)
wrong(
    "one_hot_before_timesteps", encoded=lambda words, size: np.swapaxes(np.eye(size)[words], 1, 2)
).says(
    "시점과 낱말의 축이 바뀌었습니다. 모양은 (n, T, vocabulary)입니다.",
    "The axes of timesteps and of words are swapped: the shape is (n, T, vocabulary).",
)
wrong("words_counted", encoded=lambda words, size: np.eye(size)[words].sum(axis=1)).says(
    "문장마다 낱말을 센 것입니다. 순서가 남도록 시점마다 원-핫을 따로 두세요.",
    "This counts the words of a sentence: keep one one-hot row per timestep, so that order stays.",
)
wrong("one_hot_moved_by_one", encoded=lambda words, size: np.eye(size)[words - 1]).says(
    "1의 자리가 한 칸 앞입니다. 번호는 0부터 시작하므로 번호 그대로의 자리에 두세요.",
    "The 1 is one place too early: numbers begin at 0, and so do places.",
)
