# The first process of a container, in place of one that cannot do its work: `init.sh COMMAND…` starts the command, passes
# signals on to it, and waits for every process that has lost its parent, as all shells do; the kernel makes them its
# own, and those that nobody waits for stay as zombies. Ends with the exit code of the command.

command=
early=
pass() {
  if [ -n "$command" ]; then kill -s "$1" "$command" 2>/dev/null; else early=$1; fi
}
for signal in HUP INT QUIT TERM; do
  # The signal's name now, the rest when it comes.
  trap "pass $signal" "$signal"
done

# A shell without job control gives its background commands no stdin of their own accord.
"$@" <&0 &
command=$!
[ -z "$early" ] || pass "$early"

# A signal ends the wait but not the command.
while wait "$command"; status=$?; kill -0 "$command" 2>/dev/null; do :; done
exit "$status"
