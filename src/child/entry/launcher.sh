# Read by `sh -c`, as the program that the daemon starts for one shard.
#
# The protocol moves to descriptors 3 and 4, which node makes close-on-exec. Whatever the processor, native code or a
# process of its own writes on stdout then goes where stderr goes, and reads of stdin find it empty.
#
# Ctrl-C reaches the daemon's children too. They are told by the daemon to stop and end with their input, so they
# ignore the signals, here until node takes over.
trap '' HUP INT TERM
# What was meant for java alone is taken back.
eval "$KCL_TS_CHILD_BEFORE"
unset KCL_TS_CHILD_BEFORE
# The flags are words without blanks or globs: split on purpose. The redirections belong to this one command: the Korn
# shells keep descriptors above 2 that a bare exec opens to themselves.
exec "$KCL_TS_CHILD_NODE" $KCL_TS_CHILD_FLAGS --require "$KCL_TS_CHILD_HOOKS" "$KCL_TS_CHILD_ENTRY" 3<&0 4>&1 0</dev/null 1>&2
