// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.mailwarden.kit.egress.EgressHttp;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * A Dovecot over the HTTP listener of its doveadm service
 * (<a href="https://doc.dovecot.org/2.3/admin_manual/doveadm_http_api/">doveadm HTTP API</a>).
 */
final class DoveadmGateway implements MailServerGateway {

    private static final String PATH = "/doveadm/v1";
    private static final String TAG = "mailwarden";
    private static final int MOST_BYTES = 256 * 1024;
    /** sysexits.h: wrong use, and what doveadm says of a user with nothing open or of one it does not know. */
    private static final int USAGE = 64;

    private static final int NO_USER = 68;
    private static final int NO_PERMISSION = 77;

    /** How long a server that gave no answer is not waited for again. */
    private static final Duration SILENT_FOR = Duration.ofSeconds(5);

    private final URI api;
    private final Secret key;
    private final Duration timeout;
    private final EgressHttp http;
    private final ObjectMapper json;
    private final AtomicLong silentUntil = new AtomicLong();

    /**
     * Makes a gateway.
     *
     * @param base address of the listener, https or loopback, with or without the path of the API
     * @param key its API key
     * @param timeout longest wait for one answer
     * @param http asks
     * @param json reads and writes bodies
     */
    DoveadmGateway(URI base, Secret key, Duration timeout, EgressHttp http, ObjectMapper json) {
        String root = base.toString().replaceFirst("/+$", "");
        this.api = URI.create(root.endsWith(PATH) ? root : root + PATH);
        this.key = key;
        this.timeout = timeout;
        this.http = http;
        this.json = json;
    }

    @Override
    public MailAnswer<Integer> flushCache(String mailUser) {
        return ask("authCacheFlush", "user", mailUser, false)
                .then(rows -> rows.size() == 1
                                && rows.getFirst().path("entries").asInt(-1) >= 0
                        ? new MailAnswer.Told<>(rows.getFirst().path("entries").asInt())
                        : garbled());
    }

    @Override
    public MailAnswer<Boolean> endConnections(String mailUser) {
        return ask("kick", "mask", mailUser, true).then(rows -> new MailAnswer.Told<>(!rows.isEmpty()));
    }

    @Override
    public MailAnswer<Set<String>> connections(String mailUser) {
        return ask("who", "mask", mailUser, true).then(rows -> connections(rows, mailUser));
    }

    /** A process serves one connection, unless {@code client_limit} was raised; ending one ends the process. */
    private static MailAnswer<Set<String>> connections(List<JsonNode> rows, String mailUser) {
        Set<String> open = new HashSet<>();
        for (JsonNode row : rows) {
            String service = row.path("service").asText();
            String processes = row.path("pids").asText().replaceAll("[()]", "").strip();
            if (!service.matches("[A-Za-z0-9_-]{1,40}") || !processes.matches("[0-9]+( [0-9]+)*")) {
                return garbled();
            }
            if (!row.path("username").asText().equalsIgnoreCase(mailUser)) {
                return new MailAnswer.Refused<>("The mail server takes the name for a pattern that means others too."
                        + " End the connections there by hand");
            }
            for (String process : processes.split(" ")) {
                open.add(service + "/" + process);
            }
        }
        return new MailAnswer.Told<>(Set.copyOf(open));
    }

    /** {@code penalty} only reads, and none of our calls needs it. */
    @Override
    public MailAnswer<Boolean> mayDoMore() {
        return reply("penalty", JsonNodeFactory.instance.objectNode())
                .then(reply -> new MailAnswer.Told<>(
                        !(reply instanceof DoveadmReply.Failed(String type, int code) && type.equals("unAuthorized"))));
    }

    private MailAnswer<List<JsonNode>> ask(String command, String argument, String mailUser, boolean nobodyIsFine) {
        if (!DoveadmName.isPlain(mailUser)) {
            return new MailAnswer.Refused<>("The mail user's name has a form that doveadm could take for others too, so"
                    + " the mail server is not asked. End the connections there by hand");
        }
        JsonNode arguments = JsonNodeFactory.instance
                .objectNode()
                .set(argument, JsonNodeFactory.instance.arrayNode().add(mailUser));
        return reply(command, arguments).then(reply -> switch (reply) {
            case DoveadmReply.Rows(List<JsonNode> rows) -> new MailAnswer.Told<>(rows);
            case DoveadmReply.Failed(String type, int code)
            when nobodyIsFine && type.equals("exitCode") && code == NO_USER -> new MailAnswer.Told<>(List.of());
            case DoveadmReply.Failed(String type, int code) -> failed(command, type, code);
            case DoveadmReply.Garbled() -> garbled();
        });
    }

    private static <T> MailAnswer<T> failed(String command, String type, int code) {
        return switch (type) {
            case "unAuthorized" ->
                new MailAnswer.Refused<>("The mail server does not allow the command of '" + command
                        + "': set doveadm_allowed_commands = who,kick,auth cache flush");
            case "unknownMethod" ->
                new MailAnswer.Refused<>("The mail server does not know '" + command + "': Dovecot 2.3 or newer does");
            case "exitCode" ->
                code == USAGE || code == NO_PERMISSION
                        ? new MailAnswer.Refused<>("The mail server refused '" + command + "' with exit code " + code
                                + ": look into its log")
                        : new MailAnswer.NotAsked<>(
                                "The mail server could not do '" + command + "', exit code " + code);
            default -> new MailAnswer.NotAsked<>("The mail server could not do '" + command + "': " + type);
        };
    }

    private static <T> MailAnswer<T> garbled() {
        return new MailAnswer.NotAsked<>("What the mail server answered is no answer of doveadm");
    }

    private MailAnswer<DoveadmReply> reply(String command, JsonNode arguments) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        byte[] question;
        try {
            question = json.writeValueAsBytes(nodes.arrayNode()
                    .add(nodes.arrayNode().add(command).add(arguments).add(TAG)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A list of texts is JSON", impossible);
        }
        Map<String, String> headers = Map.of(
                "Authorization",
                "X-Dovecot-API "
                        + Base64.getEncoder()
                                .encodeToString(key.revealUtf8(SecretAccess.because("drive the mail server"))),
                "Content-Type",
                "application/json");
        return switch (post(headers, question)) {
            case EgressHttp.Reply.Answer answer -> sort(answer);
            case EgressHttp.Reply.None(EgressHttp.Reason why) -> new MailAnswer.NotAsked<>(sentence(why));
        };
    }

    /** A server that lets everybody wait is asked by one, while the others go on with their work. */
    private EgressHttp.Reply post(Map<String, String> headers, byte[] question) {
        long until = silentUntil.get();
        long now = System.nanoTime();
        if (until != 0
                && (now - until < 0 || !silentUntil.compareAndSet(until, later(now, timeout.plus(SILENT_FOR))))) {
            return new EgressHttp.Reply.None(EgressHttp.Reason.TOO_SLOW);
        }
        EgressHttp.Reply reply = http.post(api, headers, question, new EgressHttp.Bounds(MOST_BYTES, timeout));
        boolean silent =
                reply instanceof EgressHttp.Reply.None(EgressHttp.Reason why) && why == EgressHttp.Reason.TOO_SLOW;
        silentUntil.set(silent ? later(System.nanoTime(), SILENT_FOR) : 0);
        return reply;
    }

    /** Never 0, which says that the server answers. */
    private static long later(long nanos, Duration by) {
        long later = nanos + by.toNanos();
        return later == 0 ? 1 : later;
    }

    private MailAnswer<DoveadmReply> sort(EgressHttp.Reply.Answer answer) {
        return switch (answer.status()) {
            case 200 -> new MailAnswer.Told<>(DoveadmReply.read(answer.body(), TAG, json));
            case 401, 403 ->
                new MailAnswer.Refused<>(
                        "The mail server did not take our key: put its doveadm_api_key into the key file"
                                + " and start auth again");
            case 404 ->
                new MailAnswer.Refused<>("No doveadm listens at the address that is set: name the http listener of"
                        + " Dovecot's service doveadm");
            default -> new MailAnswer.NotAsked<>("The mail server answered " + answer.status());
        };
    }

    private String sentence(EgressHttp.Reason why) {
        return switch (why) {
            case NOT_ALLOWED -> "The mail server's name leads to an address that is never connected to";
            case NO_ADDRESS -> "The mail server's name has no address";
            case TOO_LONG -> "The mail server's answer is longer than " + MOST_BYTES + " bytes";
            case TOO_SLOW ->
                "The mail server gave no answer in " + timeout.toMillis() + " ms: it may be down, or our key is wrong";
            case BROKEN -> "The mail server refused the connection, or showed no certificate that is trusted";
            case INTERRUPTED -> "The question to the mail server was interrupted";
        };
    }
}
