"""Push to a server that answers as the hub does, and load back."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from spark_bertopic import BERTopicModel

NAME = "some-org/some-model"


class Hub(BaseHTTPRequestHandler):
    """A repository whose files are all small."""

    files = {}
    commit = "0" * 40
    created = None
    seen = []

    def log_message(self, *arguments):
        pass

    def send(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        if "/revision/" in self.path:
            names = [{"rfilename": name} for name in Hub.files]
            listing = {"sha": Hub.commit, "private": True, "siblings": names}
            self.send(200, json.dumps(listing).encode())
            return
        content = Hub.files[self.path.split(f"/resolve/{Hub.commit}/")[1]]
        git = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
        self.send(200, content, ETag=f'"{git}"')

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Hub.seen.append((self.path, self.headers["Authorization"]))
        if self.path == "/api/repos/create":
            Hub.created = json.loads(body)
            self.send(200, b"{}")
        elif "/preupload/" in self.path:
            files = json.loads(body)["files"]
            modes = [{"path": f["path"], "uploadMode": "regular"} for f in files]
            self.send(200, json.dumps({"files": modes}).encode())
        else:
            for line in body.splitlines():
                value = json.loads(line)["value"]
                if "content" in value:
                    Hub.files[value["path"]] = base64.b64decode(value["content"])
            Hub.commit = "1" * 40
            self.send(200, json.dumps({"commitOid": Hub.commit, "commitUrl": "x"}).encode())


@pytest.fixture()
def hub(spark, tmp_path):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "token").write_text("hf_token")
    properties = {
        "HF_ENDPOINT": f"http://127.0.0.1:{server.server_address[1]}",
        "HF_HOME": str(tmp_path),
    }
    system = spark._jvm.java.lang.System
    for name, value in properties.items():
        system.setProperty(name, value)
    yield Hub
    for name in properties:
        system.clearProperty(name)
    server.shutdown()


def test_a_pushed_model_comes_back_as_it_was(model, documents, hub):
    with pytest.warns(UserWarning, match="readers of the model see"):
        pushed = model.push_to_hf_hub(NAME, commit_message="Sent", private=True)
    assert pushed.address == f"hf://{NAME}@{'1' * 40}"
    assert pushed.pull_request is None
    assert pushed.sent == len(hub.files) and pushed.deleted == 0 and not pushed.card_kept
    assert hub.created["private"] is True
    assert {token for _, token in hub.seen} == {"Bearer hf_token"}
    assert b"library_name: bertopic" in hub.files["README.md"]
    loaded = BERTopicModel.load(f"hf://{NAME}")
    assert loaded.topics() == model.topics()
    assert loaded.uid == model.uid
    assert (
        loaded.transform(documents).select("id", "topic").collect()
        == model.transform(documents).select("id", "topic").collect()
    )


def test_a_token_is_taken_from_the_environment_alone():
    """Needs no JVM: it is told before anything else."""
    token = "hf_" + "x1" * 17
    with pytest.raises(TypeError, match="HF_TOKEN") as told:
        BERTopicModel.push_to_hf_hub(None, NAME, token=token)
    assert token not in str(told.value)
    with pytest.raises(TypeError, match="positional") as by_position:
        BERTopicModel.push_to_hf_hub(None, NAME, "Sent", token)
    assert token not in str(by_position.value)


def test_a_wrong_name_says_so(model):
    with pytest.raises(ValueError, match="hf://owner/name"):
        model.push_to_hf_hub("name")
    with pytest.raises(ValueError, match="copy the name"):
        BERTopicModel.load("hf://name")
