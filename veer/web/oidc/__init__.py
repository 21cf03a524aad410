"""Signing in with an identity provider (OpenID Connect), checked to the letter."""
