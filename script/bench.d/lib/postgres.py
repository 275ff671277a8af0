# SPDX-License-Identifier: Apache-2.0
"""A private PostgreSQL for the time of a benchmark, on a loopback port, as script/test makes one."""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile

from . import measure

BIN = "/usr/lib/postgresql/15/bin"
# Room that a server of this size would be given; durability stays as it is by default, and the same for both.
SETTINGS = ["shared_buffers=1GB", "max_wal_size=8GB", "checkpoint_timeout=30min", "work_mem=64MB", "maintenance_work_mem=512MB"]


def _as_postgres(*command):
    # initdb and postgres refuse to be root.
    if os.getuid() == 0:
        command = ("runuser", "-u", "postgres", "--", *command)
    subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def server():
    """Yields the address of an empty database on a server of its own, and how its settings read."""
    if not os.path.exists(f"{BIN}/initdb"):
        measure.skip("There is no PostgreSQL 15 here.")
    # Not under /tmp where that may be memory: commits must reach a disk.
    folder = tempfile.mkdtemp(prefix="entente-bench.", dir="/var/tmp")
    password = secrets.token_hex(16)
    with open(f"{folder}/password", "w") as file:
        file.write(password + "\n")
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        os.chown(f"{folder}/password", user.pw_uid, user.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        _as_postgres(f"{BIN}/initdb", "-D", f"{folder}/data", "-U", "entente", f"--pwfile={folder}/password", "--auth=scram-sha-256",
                     "-E", "UTF8", "--locale=C.UTF-8")
        options = ["listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=''", *SETTINGS]
        _as_postgres(f"{BIN}/pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "-o", " ".join(f"-c {one}" for one in options), "start")
        yield f"postgres://entente:{password}@127.0.0.1:{port}/postgres"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            _as_postgres(f"{BIN}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def sql(url, text):
    """Runs statements and returns the rows as tuples of texts."""
    command = ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", text]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [tuple(line.split("\t")) for line in out.splitlines()]
