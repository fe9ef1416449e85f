# Read by `sh -c`, as the program that the daemon starts for one shard when a process of kcl-ts serves several of them.
#
# It tells kcl-ts that it is here, and waits. On Linux that process opens the daemon's two pipes as this one's descriptors,
# and this one never touches them. Where that cannot be, two programs copy between them and named pipes.
#
# What is known of it by its process id, in the folder $KCL_TS_RELAYS:
#   announce   shared by all: `ID direct` or `ID copy`
#   ID.life    it holds this open: who reads it sees its end
#   ID.end     it waits for a line: an exit code, or `copy`
#   ID.in, ID.out   what is copied
trap '' HUP INT TERM
cd -- "$KCL_TS_RELAYS" || exit 1
mkfifo -m 600 "$$.life" "$$.end" || exit 1
# For both directions, so that it need not wait for a reader.
exec 5<>"$$.life"
# To read a line from elsewhere, or to start a background command, takes the place of stdin; to write one that of stdout. Who
# reads the announcement opens the pipes at once, while stdout may still be what was announced to.
exec 3<&0 4>&1
if [ -z "$KCL_TS_RELAY_COPY" ] && [ -p "/proc/$$/fd/3" ] && [ -p "/proc/$$/fd/4" ]; then
  echo "$$ direct" >announce
  read -r code <"$$.end"
  [ "$code" = copy ] || exit "${code:-1}"
fi
mkfifo -m 600 "$$.in" "$$.out" || exit 1
cat <&3 >"$$.in" 3<&- 4>&- 5<&- &
echo "$$ copy" >announce
# The redirections belong to this one command: the Korn shells keep descriptors above 2 that a bare exec opens to themselves.
exec cat <"$$.out" 3<&- 4>&- 5<>"$$.life"
