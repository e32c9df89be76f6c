import subprocess
import sys


def test_importing_documents_does_not_load_typst():
    program = (
        "import sys, kairos.foundation.documents, kairos.identity.memberships.documents as d; "
        "sys.exit('typst' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
