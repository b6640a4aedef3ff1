PYTHON ?= python3
BACKENDS ?= numpy jax tensorflow torch
# On Linux `PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu make test` fetches the small CPU build of torch.
CPU_BACKENDS = torch==2.13.0 "jax[cpu]" "tensorflow-cpu==2.21.0; platform_machine == 'x86_64'" \
	"tensorflow==2.21.0; platform_machine != 'x86_64'"
export TF_CPP_MIN_LOG_LEVEL ?= 3

.PHONY: demo test check bench fresh namespace clean

demo: .venv/.demo-ready
	KERAS_BACKEND=jax .venv/bin/python examples/digits.py

.venv/.demo-ready: pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install -q -e ".[jax]" scikit-learn matplotlib
	touch $@

test: .venv-test/.ready
	.venv-test/bin/python tools/run_tests.py $(BACKENDS)

.venv-test/.ready: pyproject.toml
	$(PYTHON) -m venv .venv-test
	.venv-test/bin/python -m pip install -q -e ".[test]" $(CPU_BACKENDS)
	touch $@

check: .venv-test/.ready
	.venv-test/bin/ruff check .
	.venv-test/bin/python tools/import_floors.py
	.venv-test/bin/python tools/generate_namespace.py --check
	KERAS_BACKEND=numpy .venv-test/bin/python tools/run_doctests.py
	KERAS_BACKEND=torch .venv-test/bin/python tools/run_doctests.py
	.venv-test/bin/python tools/size_report.py

bench: .venv-test/.ready
	.venv-test/bin/python benchmarks/run.py

fresh:
	$(PYTHON) tools/fresh_environment.py $(BACKENDS)

namespace:
	$(PYTHON) tools/generate_namespace.py

clean:
	rm -rf .venv .venv-test build dist keras.egg-info
