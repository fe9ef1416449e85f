"""Runs a program in a terminal of its own: terminal.py COLUMNS ROWS PROGRAM ARGUMENT…

Each line of stdin is an order: `type TEXT` (in JSON), `resize COLUMNS ROWS`, `signal NAME` to the program, or `go-on` once it is suspended. What the
program writes is passed on. In the end stderr tells whether the terminal's settings are those of the start: `kept` or `changed`.
"""
import fcntl, json, os, pty, select, signal, struct, sys, termios

columns, rows = int(sys.argv[1]), int(sys.argv[2])


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))


ready, go = os.pipe()
pid, terminal = pty.fork()
if pid == 0:
    os.read(ready, 1)
    os.execvp(sys.argv[3], sys.argv[3:])
resize(terminal, columns, rows)
before = termios.tcgetattr(terminal)
os.write(go, b'.')
orders = b''
sources = [terminal, 0]


def obey(order):
    word, _, rest = order.partition(' ')
    if word == 'type':
        os.write(terminal, json.loads(rest).encode())
    elif word == 'resize':
        resize(terminal, *map(int, rest.split()))
        os.kill(pid, signal.SIGWINCH)
    elif word == 'signal':
        os.kill(pid, signal.Signals[rest])
    elif word == 'go-on':
        os.waitpid(pid, os.WUNTRACED)
        os.kill(pid, signal.SIGCONT)


while terminal in sources:
    for source in select.select(sources, [], [])[0]:
        try:
            chunk = os.read(source, 65536)
        except OSError:
            chunk = b''
        if not chunk:
            sources.remove(source)
        elif source == terminal:
            os.write(1, chunk)
        else:
            *lines, orders = (orders + chunk).split(b'\n')
            for line in lines:
                obey(line.decode())
sys.stderr.write('kept' if termios.tcgetattr(terminal) == before else 'changed')
sys.stderr.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
