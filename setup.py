"""What pyproject.toml cannot say about the build: tests stay out of the wheel, and so does an earlier build."""
import os
import shutil

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithoutTests(build_py):
    def run(self):
        if not self.editable_mode:
            shutil.rmtree(os.path.join(self.build_lib, "keras"), ignore_errors=True)
        super().run()

    def find_package_modules(self, package, package_dir):
        found = super().find_package_modules(package, package_dir)
        return [module for module in found if not module[1].endswith(("_test", "_cases"))]


setup(cmdclass={"build_py": BuildWithoutTests})
