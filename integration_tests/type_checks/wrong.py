"""Mistakes that type checkers must report, each in the line that ends in `# wrong`, and nowhere else."""
# ruff: noqa: B018
import keras
from keras import layers, ops
from keras.src import layers as inner_layers

layers.Dense("ten")  # wrong
layers.Dense(10, activtion="relu")  # wrong
layers.Dense()  # wrong
layers.Conv2D(8, kernel_size="3")  # wrong
layers.Dropout("half")  # wrong
layers.Dense(4, kernel_initializer=3)  # wrong
layers.LSTM(4, return_sequence=True)  # wrong
layers.Denze(4)  # wrong
keras.Input(32)  # wrong
keras.Input((32,)).units  # wrong

model = keras.Sequential([layers.Dense(1)])
model.compile(optimiser="adam")  # wrong
model.compile(loss=5)  # wrong
model.fit([0.0], [0.0], epochs="ten")  # wrong
model.sumary()  # wrong
model.fit([0.0], [0.0]).losses  # wrong
model.layers + 1  # wrong
keras.optimizers.Adam(learning_rate="fast")  # wrong
keras.callbacks.EarlyStopping(patience="long")  # wrong
keras.callbacks.ModelCheckpoint(12)  # wrong
ops.relu(keras.Input((2,))).append(3)  # wrong
ops.reshape(keras.Input((2,)))  # wrong
length: str = model.count_params()  # wrong
inner_layers.Dense("ten")  # wrong
