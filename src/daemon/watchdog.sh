# Ends a worker whose launcher vanished without a word (SIGKILL): started by kcl-ts beside java, it reads
# what it is to look after from stdin. The end of stdin without `done` means that the launcher is gone.

# A process that has ended but that nobody has waited for does not count; where there is no /proc, it does.
runs() {
  kill -0 "$1" 2>/dev/null && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null
}

dir=
java=
jvm=
hosts=
while read -r word value; do
  case $word in
    dir) dir=$value ;;
    java) java=$value jvm=$value ;;
    jvm) jvm=$value ;;
    hosts) hosts=$value ;;
    done) exit 0 ;;
  esac
done
if [ -n "$java" ]; then
  # Graceful first: each processor may still checkpoint. The group after that, so that nothing outlives it.
  kill -TERM "$jvm" 2>/dev/null
  waited=0
  while runs "$jvm" && [ "$waited" -lt 100 ]; do
    sleep 0.1 2>/dev/null || sleep 1
    waited=$((waited + 1))
  done
  kill -KILL "-$java" 2>/dev/null
fi
# Process ids, one or several.
for host in $hosts; do
  kill -KILL "-$host" 2>/dev/null
done
case $dir in
  */kcl-ts-*) rm -rf -- "$dir" ;;
esac
exit 0
