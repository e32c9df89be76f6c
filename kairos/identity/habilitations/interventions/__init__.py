"""The operator's staff sessions: data of trainees opened to one agent, for a reason, for a while."""
