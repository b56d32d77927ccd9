// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.kit.web.Problems;

/** What an account must be like, each refusal in a sentence that says what to do next. */
final class AccountRules {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]{1,255}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?");
    private static final Set<String> IN_CLEAR = Set.of("NONE", "PLAIN", "PLAINTEXT", "CLEAR", "INSECURE");
    private static final int LONGEST_FOLDER = 255;
    private static final AccountRequest NOTHING =
            new AccountRequest(null, null, null, null, null, null, null, null, null, null, null, null, null);

    private AccountRules() {}

    static String address(@Nullable String address) {
        String given = required("address", address).strip().toLowerCase(Locale.ROOT);
        if (!ADDRESS.matcher(given).matches()) {
            throw invalid("address", "'address' is no mail address. Give it as name@domain.");
        }
        return given;
    }

    static @Nullable String optionalAddress(@Nullable String address) {
        return address == null || address.isBlank() ? null : address(address);
    }

    static Protocol protocol(@Nullable String protocol) {
        return oneOf("protocol", protocol, Protocol.class);
    }

    /** Refuses a change that changes nothing, or what cannot be changed. */
    static void changeable(AccountRequest request) {
        if (request.address() != null || request.protocol() != null) {
            throw Problems.of(
                    422,
                    "not-changeable",
                    "Address and protocol of an account stay as they are. POST …/switch changes between IMAP and POP3; for"
                            + " another mailbox remove the account and enrol it again.");
        }
        if (request.equals(NOTHING)) {
            throw Problems.of(
                    400,
                    "nothing-to-change",
                    "The request names nothing to change. Send at least one of host, port, security, username, folders,"
                            + " retrieval, owner, recoveryAddress and tags.");
        }
    }

    /** Says which settings a change names, for the account's timeline. */
    static String changes(AccountRequest request) {
        Map<String, Object> given = new java.util.LinkedHashMap<>();
        given.put("host", request.host());
        given.put("port", request.port());
        given.put("security", request.security());
        given.put("username", request.username());
        given.put("folders", request.folders());
        given.put("retrieval", request.retrieval());
        given.put("deleteAfterDays", request.deleteAfterDays());
        given.put("owner", request.owner());
        given.put("recoveryAddress", request.recoveryAddress());
        given.put("tags", request.tags());
        given.values().removeIf(Objects::isNull);
        return "Changed: " + String.join(", ", given.keySet());
    }

    /** Whether a change touches how the mailbox is read, and not only what is known of it. */
    static boolean isOfReading(AccountRequest request) {
        return Stream.of(
                        request.host(),
                        request.port(),
                        request.security(),
                        request.username(),
                        request.folders(),
                        request.retrieval(),
                        request.deleteAfterDays())
                .anyMatch(Objects::nonNull);
    }

    /** Sets what the other protocol brings with it; security, host and user name stay when they are not named. */
    static void switchTo(Account account, AccountRequest request) {
        Protocol protocol = protocol(request.protocol());
        if (protocol == account.protocol) {
            throw Problems.of(
                    409,
                    "same-protocol",
                    "The account is read over " + protocol + " already. There is nothing to switch.");
        }
        if (request.address() != null
                || request.retrieval() != null
                || request.deleteAfterDays() != null
                || request.owner() != null
                || request.recoveryAddress() != null
                || request.tags() != null) {
            throw Problems.of(
                    422,
                    "not-part-of-switch",
                    "A switch takes protocol, host, port, security, username, folders and credential. Change the rest with"
                            + " PATCH before or afterwards.");
        }
        if (protocol == Protocol.IMAP && account.retrieval == Retrieval.DELETE_AFTER_DAYS) {
            throw Problems.of(
                    422,
                    "delete-after-needs-pop3",
                    "DELETE_AFTER_DAYS works with POP3 accounts only. Set 'retrieval' to KEEP_ON_SERVER first (PATCH), then"
                            + " switch.");
        }
        account.protocol = protocol;
        account.security = request.security() == null ? account.security : security(request.security());
        account.host = request.host() == null ? account.host : host(request.host());
        account.port = port(request.port(), protocol, account.security);
        account.username =
                request.username() == null ? account.username : username(request.username(), account.address);
        account.folders = folders(request.folders(), protocol);
        account.loginDelaySeconds = 0;
    }

    /** Refuses a credential in a change that does not touch the sign-in. */
    static void noCredential(AccountRequest request) {
        if (request.credential() != null) {
            throw Problems.of(
                    422,
                    "not-changeable",
                    "A credential alone has its own path: PUT …/credential. Here it goes with another host, port,"
                            + " security or username.");
        }
    }

    static Security security(@Nullable String security) {
        String given = required("security", security).toUpperCase(Locale.ROOT);
        if (IN_CLEAR.contains(given)) {
            throw Problems.of(
                    422,
                    "plaintext-refused",
                    "Mailwarden never sends a password in clear, so it does not read accounts without TLS. Use security"
                            + " TLS (IMAP 993, POP3 995) or STARTTLS; if the server offers neither, switch TLS on there"
                            + " first.");
        }
        return oneOf("security", security, Security.class);
    }

    static Retrieval retrieval(@Nullable String retrieval) {
        return retrieval == null ? Retrieval.KEEP_ON_SERVER : oneOf("retrieval", retrieval, Retrieval.class);
    }

    static @Nullable Integer deleteAfterDays(Retrieval retrieval, @Nullable Integer days, Protocol protocol) {
        if (retrieval == Retrieval.KEEP_ON_SERVER) {
            if (days != null) {
                throw invalid("deleteAfterDays", "'deleteAfterDays' goes with DELETE_AFTER_DAYS only. Leave it out.");
            }
            return null;
        }
        if (protocol == Protocol.IMAP) {
            throw Problems.of(
                    422,
                    "delete-after-needs-pop3",
                    "DELETE_AFTER_DAYS works with POP3 accounts only: over IMAP Mailwarden never changes a mailbox. Use"
                            + " KEEP_ON_SERVER.");
        }
        if (days == null || days < 1 || days > 3_650) {
            throw invalid("deleteAfterDays", "'deleteAfterDays' must be between 1 and 3650 with DELETE_AFTER_DAYS.");
        }
        return days;
    }

    /** Refuses to delete on a server what nothing else holds. */
    static void archived(Retrieval retrieval, boolean archive) {
        if (retrieval == Retrieval.DELETE_AFTER_DAYS && !archive) {
            throw Problems.of(
                    422,
                    "archive-required",
                    "DELETE_AFTER_DAYS needs the archive, which this installation does not have. Use KEEP_ON_SERVER, or set"
                            + " mailwarden.fetcher.archive.store to FOLDER or S3.");
        }
    }

    static String host(@Nullable String host) {
        String given = required("host", host).strip();
        if (!HOST.matcher(given).matches()) {
            throw invalid("host", "'host' is no host name. Give a name or an address without a port.");
        }
        return given.toLowerCase(Locale.ROOT);
    }

    static int port(@Nullable Integer port, Protocol protocol, Security security) {
        if (port == null) {
            return switch (protocol) {
                case IMAP -> security == Security.TLS ? 993 : 143;
                case POP3 -> security == Security.TLS ? 995 : 110;
            };
        }
        if (port < 1 || port > 65_535) {
            throw invalid("port", "'port' must be between 1 and 65535.");
        }
        return port;
    }

    static String username(@Nullable String username, String address) {
        String given = username == null || username.isBlank() ? address : username;
        if (given.length() > 320 || given.chars().anyMatch(Character::isISOControl)) {
            throw invalid("username", "'username' must be at most 320 characters without control characters.");
        }
        return given;
    }

    static List<String> folders(@Nullable List<String> folders, Protocol protocol) {
        if (protocol == Protocol.POP3) {
            return List.of();
        }
        if (folders == null || folders.isEmpty()) {
            return List.of("INBOX");
        }
        boolean bad = folders.stream()
                .anyMatch(folder -> folder.isBlank()
                        || folder.length() > LONGEST_FOLDER
                        || folder.chars().anyMatch(Character::isISOControl));
        if (bad || folders.size() > 200) {
            throw invalid(
                    "folders",
                    "'folders' takes at most 200 names of at most " + LONGEST_FOLDER
                            + " characters without control characters.");
        }
        if (folders.contains("*") && folders.size() > 1) {
            throw invalid(
                    "folders", "'*' stands for every folder but trash and junk, so it stands alone in 'folders'.");
        }
        return folders.stream().distinct().toList();
    }

    static <E extends Enum<E>> E oneOf(String field, @Nullable String value, Class<E> type) {
        String given = required(field, value).toUpperCase(Locale.ROOT);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(given))
                .findFirst()
                .orElseThrow(() -> invalid(
                        field,
                        "'" + field + "' must be one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    static String required(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw invalid(field, "'" + field + "' is missing.");
        }
        return value;
    }

    static HttpProblem invalid(String field, String detail) {
        return Problems.of(422, "invalid-" + field.replace('.', '-').toLowerCase(Locale.ROOT), detail);
    }
}
