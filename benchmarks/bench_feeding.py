"""What feeds and surrounds the steps of training: sources of data, the progress bar, groups of steps, memory.

    KERAS_BACKEND=torch python benchmarks/bench_feeding.py [--rounds 7] [--only fit-transformer]

Sources are measured against a raw loop over the same source with the framework's own step. The transformer's raw
computation is written once over the few functions in which frameworks differ.
"""
import gc
import sys
import time

import bench_training as training
import numpy as np
from harness import paired, report

import keras
from keras import layers

BACKEND = training.BACKEND
TRAINS = BACKEND != "numpy"
X, Y, BATCH, STEPS = training.X, training.Y, training.BATCH, training.STEPS
TOKENS = np.random.default_rng(1).normal(size=(10 * BATCH, 16, 32)).astype("float32")


def transformer():
    x = keras.Input((16, 32))
    y = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([x, layers.MultiHeadAttention(4, 8)(x, x)]))
    z = layers.Dense(32)(layers.Dense(64, activation="relu")(y))
    y = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([y, z]))
    model = keras.Model(x, layers.Dense(10)(layers.GlobalAveragePooling1D()(y)))
    model.compile(keras.optimizers.Adam(1e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def encoder(einsum, softmax, norm, relu, mean):
    """The transformer's forward pass `(weights, x) -> logits` on a framework's functions."""

    def forward(p, x):
        q, k, v = [einsum("btd,dhk->bthk", x, p[i]) + p[i + 1] for i in (0, 2, 4)]
        scores = softmax(einsum("bqhk,bthk->bhqt", q * 8**-0.5, k))
        attended = einsum("bqhk,hkd->bqd", einsum("bhqt,bthk->bqhk", scores, v), p[6]) + p[7]
        y = norm(x + attended, p[8], p[9])
        y = norm(y + relu(y @ p[10] + p[11]) @ p[12] + p[13], p[14], p[15])
        return mean(y) @ p[16] + p[17]

    return forward


def raw_transformer(weights):
    """A raw training step `(x, y) -> loss` with Adam."""
    if BACKEND == "torch":
        import torch
        from torch.nn import functional as F

        p = [torch.nn.Parameter(torch.tensor(w)) for w in weights]
        forward = encoder(
            torch.einsum, lambda s: s.softmax(-1), lambda x, g, b: F.layer_norm(x, (32,), g, b, 1e-6), torch.relu,
            lambda x: x.mean(1),
        )
        optimizer = torch.optim.Adam(p, 1e-3)

        def step(x, y):
            optimizer.zero_grad()
            loss = F.cross_entropy(forward(p, torch.from_numpy(x)), torch.from_numpy(y).long())
            loss.backward()
            optimizer.step()
            return loss.detach()

        return step
    if BACKEND == "jax":
        import jax
        import jax.numpy as nb

        def norm(x, gamma, beta):
            return (x - x.mean(-1, keepdims=True)) * jax.lax.rsqrt(x.var(-1, keepdims=True) + 1e-6) * gamma + beta

        forward = encoder(nb.einsum, jax.nn.softmax, norm, jax.nn.relu, lambda x: x.mean(1))

        def loss_of(p, x, y):
            return -nb.take_along_axis(jax.nn.log_softmax(forward(p, x)), y[:, None], 1).mean()

        @jax.jit
        def update(state, x, y):
            p, m, v, t = state
            loss, g = jax.value_and_grad(loss_of)(p, x, y)
            t, m = t + 1, [0.9 * a + 0.1 * b for a, b in zip(m, g)]
            v = [0.999 * a + 0.001 * b * b for a, b in zip(v, g)]
            rate = 1e-3 * nb.sqrt(1 - 0.999**t) / (1 - 0.9**t)
            return ([a - rate * b / (nb.sqrt(c) + 1e-7) for a, b, c in zip(p, m, v)], m, v, t), loss

        zeros = [nb.zeros_like(w) for w in weights]
        held = [([nb.array(w) for w in weights], zeros, zeros, nb.zeros((), "int32"))]

        def step(x, y):
            held[0], loss = update(held[0], x, y)
            return loss

        return step
    import tensorflow as tf

    def norm(x, gamma, beta):
        mean, variance = tf.nn.moments(x, -1, keepdims=True)
        return (x - mean) * tf.math.rsqrt(variance + 1e-6) * gamma + beta

    forward = encoder(tf.einsum, tf.nn.softmax, norm, tf.nn.relu, lambda x: tf.reduce_mean(x, 1))
    p, m, v = ([tf.Variable(w if i == 0 else np.zeros_like(w)) for w in weights] for i in range(3))
    t = tf.Variable(0.0)

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, forward(p, x)))
        t.assign_add(1.0)
        rate = 1e-3 * tf.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        for a, b, c, g in zip(p, m, v, tape.gradient(loss, p)):
            b.assign(0.9 * b + 0.1 * g)
            c.assign(0.999 * c + 0.001 * g * g)
            a.assign_sub(rate * b / (tf.sqrt(c) + 1e-7))
        return loss

    return lambda x, y: step(tf.constant(x), tf.constant(y))


class Slices(keras.utils.PyDataset):
    """The arrays by batch."""

    def __len__(self):
        return STEPS

    def __getitem__(self, index):
        rows = slice(index * BATCH, (index + 1) * BATCH)
        return X[rows], Y[rows]


def batches():
    return (Slices.__getitem__(None, i) for i in range(STEPS))


def raw_over(source, step):
    def run():
        total = 0.0
        for x, y in source():
            total = total + step(x, y)
        return float(total)

    return run


def cases():
    """Per name: keras function, raw function, budget of the ratio."""
    model, raw = training.mlp(), training.RAW(training.mlp())
    data = Slices()
    found = {
        "fit, generator": (lambda: model.fit(batches(), verbose=0, shuffle=False), raw_over(batches, raw.train), 1.05),
        "fit, PyDataset": (lambda: model.fit(data, verbose=0, shuffle=False), raw_over(batches, raw.train), 1.05),
    }
    grouped = training.mlp()
    grouped.compile(grouped.optimizer, grouped.loss, steps_per_execution="auto")
    x, y = np.concatenate([X] * 4), np.concatenate([Y] * 4)
    grouped.fit(x, y, epochs=30 if BACKEND == "torch" else 120, verbose=0)
    budget = {"torch": 1.2}.get(BACKEND, 0.6)
    found["fit, steps_per_execution='auto'"] = (
        lambda: grouped.fit(x, y, verbose=0), training.loop(raw.train, 4 * STEPS, x, y), budget
    )
    encoding, labels = transformer(), Y[: len(TOKENS)]
    step = raw_transformer(encoding.get_weights())
    found["fit-transformer"] = (
        lambda: encoding.fit(TOKENS, labels, verbose=0), training.loop(step, 10, TOKENS, labels),
        1.1 if BACKEND == "torch" else 1.05,
    )
    return found


class Terminal:
    """A stream that says that it is a terminal and forgets what is written."""

    encoding = "utf-8"

    def isatty(self):
        return True

    def write(self, text):
        return len(text)

    def flush(self):
        pass


def least(function, calls, rounds=30):
    """The least CPU time of a call, which what else runs on the machine does not change."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(calls):
            function()
        found.append((time.process_time() - start) / calls)
    return min(found)


def bar(model, x, y):
    """CPU seconds of the progress bar: of a step that is not drawn, of one that is, and of a whole silent step."""
    steps = -(-len(x) // BATCH)
    whole = least(lambda: model.fit(x, y, verbose=0), 1, rounds=5) / steps
    runner = model._runner("train", check=True)
    callbacks = keras.callbacks.CallbackList(add_progbar=True, model=model, verbose=1, epochs=1, steps=steps)
    end = callbacks.batch_hooks(runner)[1]
    logger = callbacks.callbacks[0]
    runner.begin()
    logs = runner.step([keras.src.backend.trainer.feed.batch((x[:BATCH], y[:BATCH]))])
    runner.sync()
    former, sys.stdout = sys.stdout, Terminal()
    try:
        callbacks.on_epoch_begin(0)

        def draw():
            logger._drawn = 0.0
            end(5, logs)

        drawn = least(draw, 20)
        logger._drawn = float("inf")
        return least(lambda: end(5, logs), 1000), drawn, whole
    finally:
        sys.stdout = former


def resident():
    """KB of memory of this process."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4


def memory(one, count=200):
    """KB by which a model that was built, trained for a step and let go of adds to the process, the collector off."""
    gc.disable()
    for _ in range(count // 4):
        one()
    start = resident()
    for _ in range(count):
        one()
    grown = (resident() - start) / count
    gc.enable()
    gc.collect()
    return grown


def memory_row():
    """Flat, but on tensorflow, where the graphs of its functions are cycles: there no more than raw functions leave."""
    kept = training.mlp()

    def raw():
        network = training.RAW(kept)
        network.train(X[:BATCH], Y[:BATCH]) if TRAINS else network.predict(X[:BATCH])

    def ours():
        model = training.mlp()
        model.fit(X[:BATCH], Y[:BATCH], verbose=0) if TRAINS else model.predict(X[:BATCH], verbose=0)

    grown = memory(raw), memory(ours)
    note = f"KB for each of 200, collector off; raw {grown[0]:.1f}"
    report("memory of a model that was let go of", max(5, grown[0]), grown[1], "KB", note)


def main():
    only = [name for name in training.options.only.split(",") if name]
    for name, (ours, raw, budget) in (cases() if TRAINS else {}).items():
        if not only or name in only:
            found = paired(raw, ours, rounds=training.options.rounds)
            report(name, budget, found.ratio, "x", f"raw {found.raw * 1e6:.0f} us")
    if TRAINS and (not only or "bar" in only):
        model, x, y = training.mlp(), np.concatenate([X] * 20), np.concatenate([Y] * 20)
        idle, drawn, step = bar(model, x, y)
        share = 1 + idle / step + drawn / 0.05  # it is drawn every 0.05 seconds at most
        note = f"CPU: {idle * 1e6:.2f} us a step of {step * 1e6:.0f} us, {drawn * 1e6:.0f} us a drawing"
        report("progress bar, ratio to a silent fit", 1.02, share, "x", note)
    if sys.platform == "linux" and (not only or "memory" in only):
        memory_row()


if __name__ == "__main__":
    main()
