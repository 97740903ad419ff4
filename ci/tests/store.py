# SPDX-License-Identifier: GPL-2.0
"""A store for ccache: an HTTP server on loopback that keeps what is put there, in memory.
Its one argument is the file that gets its port."""
import http.server
import os
import sys

KEPT = {}


class Store(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        self.answer(200 if self.path in KEPT else 404, KEPT.get(self.path, b""))

    do_HEAD = do_GET

    def do_PUT(self):
        KEPT[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201)

    def do_DELETE(self):
        self.answer(204 if KEPT.pop(self.path, None) else 404)

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Store)
with open(sys.argv[1] + ".new", "w") as port:
    port.write(str(server.server_port))
os.rename(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
