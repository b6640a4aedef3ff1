"""Extracting archives without ever writing outside of the folder that was asked for."""
import os
import shutil
import tarfile
import tempfile
import warnings
import zipfile

_OPENERS = {  # format: whether a file is one, and how it is opened
    "tar": (tarfile.is_tarfile, tarfile.open),
    "zip": (zipfile.is_zipfile, zipfile.ZipFile),
}


def resolve_path(path):
    """The absolute path with all links followed."""
    return os.path.realpath(os.path.abspath(path))


def resolve_sub_path(base_dir, relative_path):
    """The absolute path of `relative_path` inside `base_dir`, or None if it leads out of it."""
    base = resolve_path(base_dir)
    path = resolve_path(os.path.join(base, relative_path))
    return path if path == base or path.startswith(base.rstrip(os.sep) + os.sep) else None


def is_link_in_dir(info, base_dir):
    """Whether the link that a tar member describes leads to a place inside `base_dir`."""
    start = os.path.dirname(info.name) if info.issym() else ""
    return resolve_sub_path(base_dir, os.path.join(start, info.linkname)) is not None


def filter_safe_zipinfos(members, base_dir):
    """The members of a zip file that stay inside `base_dir`; of the others a warning tells."""
    for member in members:
        if resolve_sub_path(base_dir, member.filename) is None:
            _warn_of(member.filename)
        else:
            yield member


def filter_safe_tarinfos(members, base_dir):
    """The files, folders and links of a tar file that stay inside `base_dir`; of the others a warning tells."""
    for member in members:
        is_link = member.issym() or member.islnk()
        inside = resolve_sub_path(base_dir, member.name) is not None
        if not inside or (is_link and not is_link_in_dir(member, base_dir)) or member.isdev():
            _warn_of(member.name)
        else:
            yield member


def _warn_of(name):
    warnings.warn(
        f"Left out of the archive: {name!r} leads out of the folder or is no file.", stacklevel=3
    )


def extract_open_archive(archive, path="."):
    """Extracts an open `tarfile.TarFile` or `zipfile.ZipFile` into the folder `path`.

    All members are looked at before the first is written.

    Raises:
        ValueError: If a member would be written outside of the folder, through a link, or is no file, folder or link.
    """
    if isinstance(archive, zipfile.ZipFile):
        for member in archive.infolist():
            if resolve_sub_path(path, member.filename) is None:
                raise _leads_out(member.filename)
        archive.extractall(path)
        return
    members = archive.getmembers()
    links = {os.path.normpath(member.name) for member in members if member.issym()}
    for member in members:
        _check_tar_member(member, path, links)
    for member in members:
        try:
            archive.extract(member, path, filter="data")
        except tarfile.FilterError as e:
            raise _leads_out(member.name) from e


def _check_tar_member(member, path, links):
    is_link = member.issym() or member.islnk()
    if resolve_sub_path(path, member.name) is None or (is_link and not is_link_in_dir(member, path)):
        raise _leads_out(member.name)
    if not (member.isfile() or member.isdir() or is_link):
        raise ValueError(f"The archive holds {member.name!r}, which is no file, folder or link. It is not extracted.")
    places = [member.name]
    if is_link:
        places.append(os.path.join(os.path.dirname(member.name) if member.issym() else "", member.linkname))
    for place in places:
        parts = [part for part in place.split("/") if part not in ("", ".")]
        for i in range(1, len(parts)):
            if os.path.normpath("/".join(parts[:i])) in links:
                raise ValueError(f"The archive reaches {place!r} through a link. It is not extracted.")


def _leads_out(name):
    return ValueError(f"The archive holds {name!r}, which leads out of the folder. It is not extracted.")


def extract_archive(file_path, path=".", archive_format="auto"):
    """Extracts an archive if it is one.

    Args:
        file_path: Path of the file.
        path: Folder to extract into.
        archive_format: `"auto"`, `"tar"`, `"zip"`, a list of formats to try, or None for none.

    Returns:
        Boolean, whether it was an archive of such a format.
    """
    if archive_format is None:
        return False
    formats = ["tar", "zip"] if archive_format == "auto" else archive_format
    for kind in [formats] if isinstance(formats, str) else formats:
        if kind not in _OPENERS:
            raise ValueError(
                "Argument `archive_format` must be 'auto', 'tar', 'zip' or None. "
                f"Received: archive_format={archive_format!r}"
            )
        is_one, opener = _OPENERS[kind]
        if is_one(os.fspath(file_path)):
            with opener(os.fspath(file_path)) as archive:
                _extract_whole(archive, os.fspath(path))
            return True
    return False


def _extract_whole(archive, path):
    """Extracts beside the folder first, so that a broken archive leaves nothing half done in it."""
    parent = os.path.dirname(resolve_path(path))
    os.makedirs(parent, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        extract_open_archive(archive, folder)
        shutil.copytree(folder, path, symlinks=True, dirs_exist_ok=True)
