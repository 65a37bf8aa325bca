"""Runs commands of the AWS CLI of this Python in forks of one process, which has imported it already.

Arguments: the path of a socket. Each connection hands over arguments, folder, environment and the three
standard streams of a process, and gets its exit code. Ends with standard input.
"""

import array
import json
import os
import socket
import sys
import threading
import traceback

import awscli.clidriver
import awscli.customizations.cloudformation.deploy  # noqa: F401
import botocore.auth  # noqa: F401
import botocore.endpoint  # noqa: F401
import botocore.parsers  # noqa: F401


def run(connection):
    words, ancillary, _, _ = connection.recvmsg(1 << 20, socket.CMSG_LEN(3 * array.array("i").itemsize))
    streams = array.array("i")
    streams.frombytes(ancillary[0][2])
    child = os.fork()
    if child == 0:
        code = 1
        try:
            given = json.loads(words)
            for target, stream in enumerate(streams):
                os.dup2(stream, target)
                os.close(stream)
            connection.close()
            os.chdir(given["folder"])
            # Where awscli says that its data are, when it is imported.
            data = {"AWS_DATA_PATH": os.environ["AWS_DATA_PATH"]}
            os.environ.clear()
            os.environ.update(given["environment"] | data)
            sys.argv = ["aws", *given["arguments"]]
            code = awscli.clidriver.main()
            sys.stdout.flush()
            sys.stderr.flush()
        except SystemExit as exit:
            code = exit.code
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code if isinstance(code, int) else 1)
    for stream in streams:
        os.close(stream)
    _, status = os.waitpid(child, 0)
    connection.sendall(str(os.waitstatus_to_exitcode(status) & 255).encode())
    connection.close()


def serve(path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(64)
    print("ready", flush=True)
    while True:
        connection, _ = server.accept()
        threading.Thread(target=run, args=(connection,), daemon=True).start()


threading.Thread(target=serve, args=(sys.argv[1],), daemon=True).start()
sys.stdin.read()
