"""Whether strace is here and may trace."""

import shutil
import subprocess
from functools import cache


@cache
def why_no_strace() -> str:
    """Return why faults cannot be injected on this machine, or nothing."""
    if shutil.which("strace") is None:
        return "strace is not installed: make test installs it where Debian has it"
    words = ["strace", "-qq", "-e", "inject=getcwd:error=EIO:when=1", "true"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"strace may not trace here: {done.stderr.strip()[:200]}"
    return ""
