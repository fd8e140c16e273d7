"""Outputs at an address: sent file by file, the manifest last, what is the same not again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fsspec
import pytest

from plainpress.document.errors import MissingToolError, UsageError
from plainpress.press import plan
from plainpress.press.many import away, outputs, remote
from plainpress.press.plan import digests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BUCKET = "plainpress-tests"


@pytest.fixture
def memory() -> Iterator[Any]:
    """fsspec's file store in this process's memory, empty."""
    store = fsspec.filesystem("memory")
    store.store.clear()
    store.pseudo_dirs[:] = [""]
    yield store
    store.store.clear()


@pytest.fixture
def put(memory: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are written to the store, in their order."""
    written: list[str] = []
    usual = type(memory).pipe_file

    def pipe(self: Any, path: str, value: bytes, **kwargs: Any) -> None:
        written.append(path)
        usual(self, path, value, **kwargs)

    monkeypatch.setattr(type(memory), "pipe_file", pipe)
    return written


@pytest.fixture
def got(memory: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are read from the store, in their order."""
    read: list[str] = []
    usual = type(memory).cat_file

    def cat(self: Any, path: str, *rest: Any, **kwargs: Any) -> bytes:
        read.append(path)
        content: bytes = usual(self, path, *rest, **kwargs)
        return content

    def get(self: Any, path: str, target: str, **_: Any) -> None:
        Path(target).write_bytes(cat(self, path))

    monkeypatch.setattr(type(memory), "cat_file", cat)
    monkeypatch.setattr(type(memory), "get_file", get)
    return read


OURS = ("/builds.json", away.LISTING, plan.FILE)  # they hold times


def files(store: Any, folder: str) -> dict[str, bytes]:
    """What readers find there."""
    return {path: store.cat_file(path) for path in store.find(folder) if not path.endswith(OURS)}


def test_the_manifest_comes_last_and_what_is_the_same_is_not_sent_again(
    here: Path,
    root: Path,
    memory: Any,
    put: list[str],
    got: list[str],
    run: Callable[..., tuple[int, str]],
) -> None:
    words = ("build", "leaflets/good", "-o", "memory://shelf/good", "--format", "web")
    assert run(*words)[0] == 0
    sent = [path for path in put if not path.endswith(OURS)]
    assert sent[-1] == "/shelf/good/manifest.json"
    assert sent.index("/shelf/good/index.html") > sent.index("/shelf/good/web/index.html")
    put.clear()
    got.clear()
    code, text = run(*words)
    assert code == 0
    assert "Sent 0 files; the others were there already." in text
    assert "Kept, since nothing in them has changed: 1 of the files." in text
    assert put == ["/shelf/good/builds.json"]
    read = {away.LISTING, plan.FILE, "manifest.json"}
    assert {path.removeprefix("/shelf/good/") for path in got} == read


def test_a_changed_text_sends_what_it_changes(
    here: Path, root: Path, memory: Any, put: list[str], run: Callable[..., tuple[int, str]]
) -> None:
    words = ("build", "leaflets/good", "-o", "memory://shelf", "--format", "web")
    run(*words)
    put.clear()
    (root / "good/01.md").write_text("(next)=\n# Next\n\nOther words now.\n", "utf-8")
    run(*words)
    assert "/shelf/web/next.html" in put
    assert not [path for path in put if "fonts" in path]
    assert not memory.exists("/shelf/web/start.html"), "what is no more was left there"
    manifest = json.loads(memory.cat_file("/shelf/manifest.json"))
    assert [row["file"] for row in manifest["artifacts"]] == ["web"]


BOTH = ("--no-layout", "--format", "word", "--format", "epub", "--format", "web")


@pytest.mark.parametrize("damage", ["gone", "short", "another"])
def test_a_file_that_is_not_what_was_sent_is_made_anew_and_no_other(
    here: Path,
    root: Path,
    memory: Any,
    put: list[str],
    got: list[str],
    run: Callable[..., tuple[int, str]],
    damage: str,
) -> None:
    words = ("build", "leaflets/good", "-o", "memory://shelf", *BOTH)
    run(*words)
    whole, book = files(memory, "/shelf"), "/shelf/good.epub"
    if damage == "gone":
        memory.rm(book)
    else:
        size = len(whole[book]) // (2 if damage == "short" else 1)
        memory.pipe_file(book, b"?" * size)
    put.clear()
    got.clear()
    code, text = run(*words, "--explain")
    assert code == 0
    why = "it is gone" if damage == "gone" else "its file is not what was made"
    rows = [line.split(maxsplit=2) for line in text.splitlines() if line.startswith("good/")]
    assert ["good/good.epub", "ran", why] in [[each.strip() for each in row] for row in rows]
    assert "Kept, since nothing in them has changed: 2 of the files." in text
    assert [path for path in put if not path.endswith(OURS)] == [book]
    assert "/shelf/good.docx" not in got
    assert files(memory, "/shelf") == whole


def test_a_build_with_a_time_limit_knows_what_is_there(
    here: Path, root: Path, run: Callable[..., tuple[int, str]]
) -> None:
    """It is done by another process, which brings what it needs itself."""
    target = f"local://{here / 'shelf'}"
    words = ("build", "leaflets/good", "-o", target, *BOTH, "--time-limit", "5")
    assert run(*words)[0] == 0
    assert "Kept, since nothing in them has changed: 3 of the files." in run(*words)[1]
    (here / "shelf/good.epub").write_bytes(b"?")
    code, text = run(*words)
    assert code == 0
    assert "Kept, since nothing in them has changed: 2 of the files." in text
    assert "Sent 1 files" in text


def test_a_fresh_build_trusts_nothing(
    here: Path, root: Path, memory: Any, put: list[str], run: Callable[..., tuple[int, str]]
) -> None:
    words = ("build", "leaflets/good", "-o", "memory://shelf", "--format", "epub")
    run(*words)
    put.clear()
    assert run(*words, "--fresh")[0] == 0
    assert "/shelf/good.epub" in put


def test_a_file_that_only_has_to_be_checked_is_fetched_for_it(
    here: Path,
    root: Path,
    memory: Any,
    put: list[str],
    got: list[str],
    run: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = ("build", "leaflets/good", "-o", "memory://shelf", *BOTH)
    run(*words)
    put.clear()
    got.clear()
    usual = digests.code
    changed = {"accessibility": "the checks of another version"}
    monkeypatch.setattr(digests, "code", lambda room: changed.get(room) or usual(room))
    code, text = run(*words, "--explain")
    assert code == 0
    assert text.count("changed: plainpress (accessibility)") == 3
    assert {"/shelf/good.epub", "/shelf/good.docx", "/shelf/web/start.html"} <= set(got)
    assert [path for path in put if not path.endswith(OURS)] == []


def test_files_of_others_are_left_alone(
    here: Path, root: Path, memory: Any, run: Callable[..., tuple[int, str]]
) -> None:
    memory.pipe_file("/shelf/web/theirs.html", b"theirs")
    assert run("build", "leaflets/good", "-o", "memory://shelf", "--format", "web")[0] == 0
    assert memory.cat_file("/shelf/web/theirs.html") == b"theirs"
    assert run("build", "leaflets/good", "-o", "memory://shelf", "--format", "epub")[0] == 0
    assert memory.cat_file("/shelf/web/theirs.html") == b"theirs"
    assert "/web/theirs.html" not in memory.cat_file(f"/shelf/{away.LISTING}").decode()


def test_another_format_keeps_those_that_are_there(
    here: Path, root: Path, memory: Any, put: list[str], run: Callable[..., tuple[int, str]]
) -> None:
    words = ("build", "leaflets/good", "-o", "memory://shelf", "--no-layout")
    run(*words, "--format", "web")
    run(*words, "--format", "word")
    put.clear()
    assert run(*words, "--format", "epub")[0] == 0
    assert not [path for path in put if "/web/" in path or path.endswith("good.docx")]
    at_once = files(memory, "/shelf")
    memory.rm("/shelf", recursive=True)
    run(*words, "--format", "web", "--format", "word", "--format", "epub")
    names = {"/shelf/good.epub", "/shelf/good.docx", "/shelf/web/index.html", "/shelf/index.html"}
    again = files(memory, "/shelf")
    assert {name: at_once[name] for name in names} == {name: again[name] for name in names}


def test_an_upload_that_was_cut_off_is_made_good_by_the_next(
    here: Path,
    root: Path,
    memory: Any,
    run: Callable[..., tuple[int, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = ("build", "leaflets/good", "-o", "memory://shelf", "--format", "web")
    run(*words)
    whole, text = files(memory, "/shelf"), (root / "good/01.md").read_text("utf-8")
    (root / "good/01.md").write_text("(start)=\n# Start\n\nOther words now.\n", "utf-8")
    usual = type(memory).pipe_file

    def cut(self: Any, path: str, value: bytes, **kwargs: Any) -> None:
        usual(self, path, value, **kwargs)
        if path.endswith("web/start.html"):
            raise OSError("the line is dead")

    with monkeypatch.context() as patch:
        patch.setattr(type(memory), "pipe_file", cut)
        code, said = run(*words)
    assert code == 1
    assert "leaflets/good: error: memory://shelf: the line is dead; see that" in said
    assert memory.cat_file("/shelf/manifest.json") == whole["/shelf/manifest.json"]
    # The text is as it was before: the file that was sent meanwhile is not taken for the old one.
    (root / "good/01.md").write_text(text, "utf-8")
    assert run(*words)[0] == 0
    again = files(memory, "/shelf")
    assert again == whole


def test_a_folder_of_publications_goes_to_an_address(
    here: Path, root: Path, memory: Any, run: Callable[..., tuple[int, str]]
) -> None:
    code, text = run("build", "leaflets", "-o", "memory://shelf", "--format", "epub")
    assert code == 1
    assert "leaflets/bad/01.md:3: error" in text
    found = set(memory.find("/shelf"))
    assert {"/shelf/good/good.epub", "/shelf/health/teeth/teeth.epub"} <= found
    assert "/shelf/builds.json" in found
    assert not [name for name in found if name.startswith("/shelf/bad")]


def test_a_manifest_from_a_stranger_leads_nowhere_else(
    tmp_path: Path, memory: Any, here: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    memory.pipe_file("/up", b"no")
    memory.pipe_file("/shelf/web/../../up", b"no")
    memory.pipe_file("/shelf/good/a", b"yes")
    shelf = away.Away(remote.Remote("memory://shelf"), folder, fresh=False)
    names = ["../up", "good/a", "..", "", "c\\d", "/up", "up", "web"]
    assert [name for name in names if shelf.has(folder / name)] == []
    assert shelf.bring(folder / "good")
    assert not shelf.bring(folder / "web")
    assert sorted(path.name for path in folder.iterdir()) == ["good"]


@pytest.mark.parametrize("broken", ["", "[]", "{", '{"web": 1}', '{"web": ["a", "b", "c"]}'])
def test_a_listing_or_a_record_that_is_damaged_makes_all_anew(
    here: Path, root: Path, memory: Any, run: Callable[..., tuple[int, str]], broken: str
) -> None:
    words = ("build", "leaflets/good", "-o", "memory://shelf", "--format", "web")
    run(*words)
    whole = files(memory, "/shelf")
    for name in (away.LISTING, plan.FILE):
        memory.pipe_file(f"/shelf/{name}", broken.encode())
        code, text = run(*words)
        assert code == 0
        assert "Kept" not in text
        assert files(memory, "/shelf") == whole


def test_a_file_address_is_a_folder(
    here: Path, root: Path, run: Callable[..., tuple[int, str]]
) -> None:
    address = (here / "a shelf").as_uri()
    code, text = run("build", "leaflets/good", "-o", address, "--format", "web")
    assert code == 0, text
    assert (here / "a shelf/web/index.html").is_file()
    assert not (here / "a shelf/.files.json").exists()
    with pytest.raises(UsageError, match="write file:// and the whole path"):
        outputs.plain("file://shelf/x")


def test_fsspec_of_this_machine_does_the_same(here: Path, root: Path) -> None:
    """A file store with folders, which have to be made first."""
    target = f"local://{here / 'shelf'}"
    with outputs.target(target, fresh=False) as made:
        (made.folder / "web/below").mkdir(parents=True)
        (made.folder / "web/below/x.html").write_text("x")
        (made.folder / "manifest.json").write_text('{"artifacts": [{"file": "web"}]}')
    assert made.sent == 2
    assert (here / "shelf/web/below/x.html").read_text() == "x"


@pytest.mark.parametrize("address", ["nowhere://x/y", "no where://x"])
def test_an_address_that_nobody_knows_is_said_in_one_line(
    here: Path, root: Path, address: str, run: Callable[..., tuple[int, str]]
) -> None:
    for words in (("leaflets",), ("leaflets/good",)):
        code, text = run("build", *words, "-o", address)
        assert code == 2
        assert text.startswith(f"plainpress: {address} cannot be written to: ")
        assert text.count("\n") == 1


def test_without_fsspec_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingToolError, match=r"pip install 'plainpress\[remote\]'"):
        outputs.check("s3://bucket/x")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket of a stand-in for S3, on loopback."""
    import logging

    import s3fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/nowhere",
        "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    store = s3fs.S3FileSystem()
    store.mkdir(BUCKET)
    yield store
    store.rm(BUCKET, recursive=True)
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.mark.loopback
def test_s3(here: Path, root: Path, bucket: Any, run: Callable[..., tuple[int, str]]) -> None:
    words = ("build", "leaflets", "-o", f"s3://{BUCKET}/shelf", "--format", "web")
    code, text = run(*words)
    assert code == 1
    assert "leaflets/bad/01.md:3: error" in text
    assert f"Built 2 of 3 publications, 2 files, into s3://{BUCKET}/shelf in" in text
    bucket.invalidate_cache()
    local = here / "local"
    bucket.get(f"{BUCKET}/shelf/good", str(local), recursive=True)
    assert run("build", "leaflets/good", "-o", "plain", "--format", "web")[0] == 0
    there = {path.relative_to(local): path.read_bytes() for path in local.rglob("*.*")}
    plain = here / "plain"
    (plain / plan.FILE).unlink()  # it is for us, and stays here
    ours = {path.relative_to(plain): path.read_bytes() for path in plain.rglob("*.*")}
    assert {name: there[name] for name in ours} == ours
    page = bucket.call_s3("head_object", Bucket=BUCKET, Key="shelf/good/index.html")
    assert page["ContentType"] == "text/html"
    assert "Sent 0 files" in (text := run(*words)[1])
    assert "Kept, since nothing in them has changed: 2 of the files." in text
    page = f"{BUCKET}/shelf/good/web/start.html"
    bucket.pipe_file(page, b"?" * bucket.size(page))  # as long as before
    assert "Sent 1 files" in (text := run(*words)[1])
    assert "Kept, since nothing in them has changed: 1 of the files." in text
    bucket.invalidate_cache()
    assert bucket.cat_file(page) == (plain / "web/start.html").read_bytes()


@pytest.mark.loopback
def test_a_bucket_that_is_not_there_is_said_in_one_line(
    here: Path, root: Path, bucket: Any, run: Callable[..., tuple[int, str]]
) -> None:
    code, text = run("build", "leaflets/good", "-o", "s3://no-such-bucket/x", "--format", "web")
    assert code == 1
    assert text.startswith("plainpress: s3://no-such-bucket/x: there is no no-such-bucket: make")
    assert text.count("\n") == 1, text
