import sys

from kairos.operations.cli import main

sys.exit(main())
