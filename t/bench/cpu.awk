# Reads /proc/*/stat and prints, for each process id in `roots` (separated by blanks), the clock ticks of that process and all
# its descendants. The time of a process that has ended is in the cutime and cstime of the parent that waited for it.
{
	pid = $1
	sub(/^.*\) /, "") # the name may contain blanks
	parent[pid] = $2
	ticks[pid] = $12 + $13 + $14 + $15
}
END {
	count = split(roots, root, " ")
	for (i = 1; i <= count; i++)
		sum[root[i]] = 0
	for (pid in parent)
		for (at = pid; at in parent; at = parent[at])
			if (at in sum) {
				sum[at] += ticks[pid]
				break
			}
	for (i = 1; i <= count; i++)
		printf "%d%s", sum[root[i]], i < count ? " " : "\n"
}
