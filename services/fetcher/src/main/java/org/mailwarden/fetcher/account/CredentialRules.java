// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import static org.mailwarden.fetcher.account.AccountRules.invalid;
import static org.mailwarden.fetcher.account.AccountRules.oneOf;
import static org.mailwarden.fetcher.account.AccountRules.required;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.fetcher.account.AccountRequest.CredentialRequest;
import org.mailwarden.fetcher.vault.Credential;
import org.mailwarden.fetcher.vault.Credential.TokenClient;
import org.mailwarden.kit.secret.ClearText;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.web.Problems;

/** What a credential must be like, each refusal in a sentence that says what to do next. Never repeats what was given. */
final class CredentialRules {

    /** RFC 6749 section 3.3, at most what a token request sensibly carries. */
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*");

    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}");
    private static final int LONGEST_NAME = 320;
    private static final int LONGEST_SCOPE = 1_000;
    private static final int LONGEST_URL = 2_000;

    /** Whose token endpoint and scopes are known. */
    private enum Provider {
        MICROSOFT_365,
        GOOGLE
    }

    private CredentialRules() {}

    /**
     * Reads a credential.
     *
     * @param request as given
     * @param protocol of the account, since scopes depend on it
     * @return the credential, for the caller to close
     */
    static Credential credential(@Nullable CredentialRequest request, Protocol protocol) {
        if (request == null) {
            throw invalid(
                    "credential",
                    "'credential' is missing. Give {\"type\":\"PASSWORD\",\"password\":\"…\"}, or another type.");
        }
        CredentialType type = oneOf("credential.type", request.type(), CredentialType.class);
        refuseForeign(type, request);
        return switch (type) {
            case PASSWORD -> new Credential.Password(secret("password", request.password()));
            case OAUTH2_REFRESH ->
                new Credential.RefreshGrant(
                        client(request, protocol, false), secret("refreshToken", request.refreshToken()));
            case OAUTH2_CLIENT ->
                new Credential.ClientGrant(
                        client(request, protocol, true),
                        request.masterUser() == null ? null : name("masterUser", request.masterUser()),
                        request.separator() == null ? "*" : separator(request.separator()));
            case MASTER_USER ->
                new Credential.MasterUser(
                        name("masterUser", request.masterUser()),
                        request.separator() == null ? null : separator(request.separator()),
                        secret("password", request.password()));
        };
    }

    private static void refuseForeign(CredentialType type, CredentialRequest request) {
        Map<String, Boolean> given = Map.of(
                "password", request.password() != null,
                "provider", request.provider() != null,
                "tenant", request.tenant() != null,
                "tokenUrl", request.tokenUrl() != null,
                "clientId", request.clientId() != null,
                "clientSecret", request.clientSecret() != null,
                "refreshToken", request.refreshToken() != null,
                "scope", request.scope() != null,
                "masterUser", request.masterUser() != null,
                "separator", request.separator() != null);
        List<String> client = List.of("provider", "tenant", "tokenUrl", "clientId", "clientSecret", "scope");
        List<String> own = new ArrayList<>(
                switch (type) {
                    case PASSWORD -> List.of("password");
                    case OAUTH2_REFRESH -> List.of("refreshToken");
                    case OAUTH2_CLIENT -> List.of("masterUser", "separator");
                    case MASTER_USER -> List.of("masterUser", "separator", "password");
                });
        if (type == CredentialType.OAUTH2_REFRESH || type == CredentialType.OAUTH2_CLIENT) {
            own.addAll(client);
        }
        given.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .filter(field -> !own.contains(field))
                .sorted()
                .findFirst()
                .ifPresent(field -> {
                    throw Problems.of(
                            422,
                            "credential-mixed",
                            "'credential." + field + "' does not belong to a credential of type " + type
                                    + ", which takes " + String.join(", ", own) + ". Leave it out.");
                });
    }

    private static TokenClient client(CredentialRequest request, Protocol protocol, boolean ownName) {
        String clientId = name("clientId", request.clientId());
        Secret secret = request.clientSecret();
        if (secret == null && ownName) {
            throw invalid(
                    "credential.clientSecret",
                    "'credential.clientSecret' is missing: a client gets tokens in its own name only with its secret.");
        }
        if (secret != null && secret.isEmpty()) {
            throw invalid("credential.clientSecret", "'credential.clientSecret' is empty. Leave it out or give it.");
        }
        if (request.provider() == null) {
            if (request.tenant() != null) {
                throw invalid("credential.tenant", "'credential.tenant' goes with the provider MICROSOFT_365 only.");
            }
            return new TokenClient(tokenUrl(request.tokenUrl()), clientId, secret, scope(request.scope()));
        }
        if (request.tokenUrl() != null) {
            throw invalid(
                    "credential.tokenUrl",
                    "'credential.tokenUrl' and 'credential.provider' exclude each other: the provider has its own.");
        }
        String scope = scope(request.scope());
        return switch (oneOf("credential.provider", request.provider(), Provider.class)) {
            case MICROSOFT_365 ->
                new TokenClient(
                        URI.create("https://login.microsoftonline.com/" + tenant(request.tenant(), ownName)
                                + "/oauth2/v2.0/token"),
                        clientId,
                        secret,
                        scope != null ? scope : microsoftScope(protocol, ownName));
            case GOOGLE -> {
                if (ownName) {
                    throw Problems.of(
                            422,
                            "credential-grant-not-offered",
                            "Google gives clients no tokens for mail in their own name. Use OAUTH2_REFRESH with a"
                                    + " refresh token of the user for the scope https://mail.google.com/.");
                }
                // Without a scope Google renews the scopes that the user agreed to.
                yield new TokenClient(URI.create("https://oauth2.googleapis.com/token"), clientId, secret, scope);
            }
        };
    }

    /** An application's permissions are asked for as a whole; a user's one by one. */
    private static String microsoftScope(Protocol protocol, boolean ownName) {
        return ownName
                ? "https://outlook.office365.com/.default"
                : "https://outlook.office.com/" + protocol.name().replace("3", "") + ".AccessAsUser.All offline_access";
    }

    private static String tenant(@Nullable String tenant, boolean ownName) {
        if (tenant == null && !ownName) {
            return "common";
        }
        String given = tenant == null ? "" : tenant.strip();
        if (!TENANT.matcher(given).matches()) {
            throw invalid(
                    "credential.tenant",
                    "'credential.tenant' is missing or no tenant. Give the tenant's id or its domain, as in"
                            + " example.onmicrosoft.com.");
        }
        return given;
    }

    private static URI tokenUrl(@Nullable String url) {
        String given = required("credential.tokenUrl", url).strip();
        try {
            URI uri = URI.create(given);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (web
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && given.length() <= LONGEST_URL) {
                if (!ClearText.isAllowed(uri)) {
                    throw Problems.of(
                            422,
                            "plaintext-refused",
                            "Mailwarden never sends a client's secret in clear. Give the token endpoint with https.");
                }
                return uri;
            }
        } catch (IllegalArgumentException unreadable) {
            // Said below.
        }
        throw invalid(
                "credential.tokenUrl",
                "'credential.tokenUrl' is no address of a token endpoint. Give it as"
                        + " https://login.example.org/realms/mail/protocol/openid-connect/token.");
    }

    private static @Nullable String scope(@Nullable String scope) {
        if (scope == null || scope.isBlank()) {
            return null;
        }
        String given = scope.strip();
        if (given.length() > LONGEST_SCOPE || !SCOPE.matcher(given).matches()) {
            throw invalid("credential.scope", "'credential.scope' must be scopes separated by single blanks.");
        }
        return given;
    }

    private static String name(String field, @Nullable String name) {
        String given = required("credential." + field, name).strip();
        if (given.length() > LONGEST_NAME || given.chars().anyMatch(Character::isISOControl)) {
            throw invalid(
                    "credential." + field,
                    "'credential." + field + "' must be at most " + LONGEST_NAME
                            + " characters without control characters.");
        }
        return given;
    }

    private static String separator(String separator) {
        if (separator.length() != 1 || separator.isBlank() || Character.isLetterOrDigit(separator.charAt(0))) {
            throw invalid(
                    "credential.separator",
                    "'credential.separator' must be the one character that the mail server takes between mailbox and"
                            + " master user, usually *.");
        }
        return separator;
    }

    private static Secret secret(String field, @Nullable Secret secret) {
        if (secret == null || secret.isEmpty()) {
            throw invalid("credential." + field, "'credential." + field + "' is missing.");
        }
        return secret;
    }
}
