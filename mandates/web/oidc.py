"""Signing in with another site (OpenID Connect): its code flow, with PKCE, by Authlib, which the extra `oidc` brings.

The identity provider says who a person is; the register says whether the person has an account and what it may do.
"""

from __future__ import annotations

import functools
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from mandates.domain.errors import DatabaseUnavailableError, UsageError

#: The time limit for signing in with the provider, in seconds, and the maximum number of attempts at the same time.
_TIMEOUT, _MAX_STARTED = 600.0, 1000
_SCOPE = "openid email profile"
#: The accepted signature algorithms: asymmetric ones, whose private key only the provider has.
_SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


class Refused(Exception):  # noqa: N818 - it says what it is
    """The provider did not identify the person, or its answer could not be verified."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person whom the provider has identified.

    Attributes:
        subject: the issuer and its identifier of the person. mail: an address that the provider has verified.
    """

    subject: str
    mail: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class _Started:
    verifier: str
    nonce: str
    following: str
    at: float


@dataclass
class Provider:
    """An identity provider.

    Attributes:
        issuer: its address. client, secret: the credentials of this site. transport: an httpx transport, for tests.
    """

    issuer: str
    client: str
    secret: str | None = None
    transport: Any = None
    _started: OrderedDict[str, _Started] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def require_usable(self) -> None:
        """Check that people can sign in with this provider.

        Raises:
            UsageError: Authlib is not installed, or the issuer is not an address with TLS.
        """
        try:
            import authlib  # noqa: F401, PLC0415 - an extra
            import httpx2  # noqa: F401, PLC0415 - an extra
        except ImportError:
            raise UsageError(
                "to sign in with another site needs more libraries", "pip install 'mandates[oidc]'"
            ) from None
        parts = urlsplit(self.issuer)
        local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
        if not parts.hostname or not (parts.scheme == "https" or local):
            raise UsageError(
                f"'{self.issuer}' is not the address of a site with TLS", "write it like https://id.example.org"
            )

    def start(self, back: str, following: str) -> tuple[str, str]:
        """Return the address at which a person signs in, and the state that the browser has to send back.

        Args:
            back: the address here to which the provider sends the person. following: the page to show then.
        """
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(32)
        with self._client(back) as client:
            address, state = client.create_authorization_url(
                self._place("authorization_endpoint"), code_verifier=verifier, nonce=nonce
            )
        with self._lock:
            self._started[state] = _Started(verifier, nonce, following, time.monotonic())
            while len(self._started) > _MAX_STARTED:
                self._started.popitem(last=False)
        return str(address), str(state)

    def finish(self, back: str, state: str, code: str) -> tuple[Known, str]:
        """Return the person who has signed in, and the page to show then; a state is valid once.

        Raises:
            Refused: it was not started here, took too long, or the provider's answer cannot be verified.
            DatabaseUnavailableError: the provider does not answer.
        """
        with self._lock:
            started = self._started.pop(state, None)
        if started is None or time.monotonic() - started.at > _TIMEOUT:
            raise Refused
        import httpx2  # noqa: PLC0415 - an extra

        try:
            with self._client(back) as client:
                token = client.fetch_token(
                    self._place("token_endpoint"),
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=started.verifier,
                )
        except httpx2.HTTPError as error:
            raise _no_answer(self.issuer) from error
        except Exception as error:
            raise Refused from error  # any error that Authlib raises for the provider's answer
        return self._believed(token, started.nonce), started.following

    def _believed(self, token: Mapping[str, Any], nonce: str) -> Known:
        """Return the person of a token after checking its signature, issuer, audience, time and nonce."""
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415

        try:
            key_set: Any = self._got(self._place("jwks_uri"))
            keys = KeySet.import_key_set(key_set)
            decoded = jwt.decode(str(token["id_token"]), keys, algorithms=_SIGNED)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                {
                    "iss": {"essential": True, "value": self._metadata["issuer"]},
                    "aud": {"essential": True, "value": self.client},
                },
                {"nonce": nonce, "client_id": self.client, "access_token": token.get("access_token")},
            )
            claims.validate(leeway=120)
            subject = str(claims["sub"])
        except DatabaseUnavailableError:
            raise
        except Exception as error:
            raise Refused from error  # each of these libraries has its own errors
        mail = claims.get("email") if claims.get("email_verified") is True else None
        name = claims.get("name") or claims.get("preferred_username")
        return Known(f"{self.issuer} {subject}", str(mail) if mail else None, str(name) if name else None)

    def _client(self, back: str) -> Any:
        from authlib.integrations.httpx_client import (  # noqa: PLC0415
            OAuth2Client,
        )

        return OAuth2Client(
            self.client,
            self.secret,
            scope=_SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self.secret else "none",
            transport=self.transport,
            timeout=10,
        )

    def _place(self, name: str) -> str:
        """Return an endpoint of the provider from its metadata."""
        address = self._metadata.get(name)
        if not isinstance(address, str):
            raise DatabaseUnavailableError(f"{self.issuer} does not give its {name}", "check the address of the issuer")
        return address

    @functools.cached_property
    def _metadata(self) -> Mapping[str, Any]:
        description = self._got(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if str(description.get("issuer", "")).rstrip("/") != self.issuer.rstrip("/"):
            raise DatabaseUnavailableError(
                f"{self.issuer} identifies itself as another issuer", "check the address of the issuer"
            )
        return description

    def _got(self, address: str) -> dict[str, Any]:
        import httpx2  # noqa: PLC0415 - an extra

        try:
            with httpx2.Client(transport=self.transport, timeout=10) as client:
                answer = client.get(address)
                answer.raise_for_status()
                document = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise _no_answer(self.issuer) from error
        if not isinstance(document, dict):
            raise _no_answer(self.issuer)
        return document


def _no_answer(issuer: str) -> DatabaseUnavailableError:
    return DatabaseUnavailableError(f"{issuer} does not answer", "try again later")
