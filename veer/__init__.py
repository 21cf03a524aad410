"""Veer: the law is data, a case is a walk through it, every step is an act, every act is in the journal."""
