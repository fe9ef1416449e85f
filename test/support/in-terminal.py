"""Runs a program in a terminal of its own: in-terminal.py COLUMNS[,COLUMNS…] PROGRAM ARGUMENT…

The terminal gets each further width as soon as something is written on it. What is written is passed on, and after a
megabyte the program is killed.
"""
import fcntl, os, pty, signal, struct, sys, termios

widths = [int(width) for width in sys.argv[1].split(',')]


def resize(terminal, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 24 if columns else 0, columns, 0, 0))


ready, go = os.pipe()
pid, terminal = pty.fork()
if pid == 0:
    os.read(ready, 1)
    os.execvp(sys.argv[2], sys.argv[2:])
resize(terminal, widths.pop(0))
os.write(go, b'.')
written = 0
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    written += len(chunk)
    os.write(1, chunk)
    if widths:
        resize(terminal, widths.pop(0))
    if written > 1_000_000:
        os.kill(pid, signal.SIGKILL)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
