// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.kit.egress.EgressRefused;
import org.mailwarden.kit.secret.Secret;

/**
 * Says why a sign-in failed. Pure.
 *
 * <p>The library has one exception for every coded NO and -ERR, and for POP3 it is also what a timeout becomes; so the
 * code is read from the text, and what happened on the wire outranks the type of the exception. Response codes: RFC
 * 5530 (IMAP), RFC 2449 and RFC 3206 (POP3).
 */
final class LoginReplies {

    private static final Pattern CODE = Pattern.compile("^\\s*\\[([A-Za-z0-9/-]+)");

    /** The scope that RFC 7628 section 3.2.2 lets a server name; only characters of RFC 6749 section 3.3. */
    private static final Pattern SCOPE = Pattern.compile("\"scope\"\\s*:\\s*\"([!#-\\[\\]-~ ]{1,80})\"");

    private static final Map<String, LoginFailure> CODES = Map.ofEntries(
            Map.entry("AUTHENTICATIONFAILED", LoginFailure.BAD_CREDENTIALS),
            Map.entry("AUTH", LoginFailure.BAD_CREDENTIALS),
            Map.entry("EXPIRED", LoginFailure.EXPIRED),
            Map.entry("CONTACTADMIN", LoginFailure.BLOCKED),
            Map.entry("AUTHORIZATIONFAILED", LoginFailure.BLOCKED),
            Map.entry("SYS/PERM", LoginFailure.BLOCKED),
            Map.entry("REFERRAL", LoginFailure.BLOCKED),
            Map.entry("UNAVAILABLE", LoginFailure.TEMPORARY),
            Map.entry("SERVERBUG", LoginFailure.TEMPORARY),
            Map.entry("SYS/TEMP", LoginFailure.TEMPORARY),
            Map.entry("LIMIT", LoginFailure.THROTTLED),
            Map.entry("INUSE", LoginFailure.THROTTLED),
            Map.entry("IN-USE", LoginFailure.THROTTLED),
            Map.entry("LOGIN-DELAY", LoginFailure.THROTTLED),
            Map.entry("PRIVACYREQUIRED", LoginFailure.INSECURE));

    private LoginReplies() {}

    /**
     * A reason and what to do next.
     *
     * @param failure the reason
     * @param advice plain sentence, without server text
     */
    record Verdict(LoginFailure failure, String advice) {}

    /**
     * What is known about a failed sign-in.
     *
     * @param endpoint where
     * @param error what the library threw
     * @param fault what happened on the wire; absent when nothing did
     * @param reason words for the fault
     * @param stranger a first line that is no greeting of the protocol; absent when there was none
     * @param greeted whether the server sent a whole line
     * @param tls whether TLS was established
     * @param serverRefused whether the text of the error is truly a refusal of the server
     * @param signIn who signed in, and by what
     * @param nothingInCommon why nothing was sent at all; absent when something was
     * @param complaint what the server has against a token, as it said it; absent when it said nothing
     */
    record Trouble(
            MailEndpoint endpoint,
            Throwable error,
            Wire.@Nullable Fault fault,
            @Nullable String reason,
            @Nullable String stranger,
            boolean greeted,
            boolean tls,
            boolean serverRefused,
            SignIn signIn,
            @Nullable String nothingInCommon,
            @Nullable String complaint) {}

    /** Says why a server could not even be looked at; nobody has signed in. */
    static Verdict beforeSignIn(MailEndpoint endpoint, Throwable error, Wire wire) {
        return classify(new Trouble(
                endpoint,
                error,
                wire.fault(),
                wire.reason(),
                wire.stranger(),
                wire.greeted(),
                wire.tls() != null,
                false,
                new SignIn.Password("nobody", Secret.of("")),
                null,
                null));
    }

    static Verdict classify(Trouble trouble) {
        if (trouble.stranger() != null) {
            return new Verdict(LoginFailure.PROTOCOL, Greeting.stranger(trouble.endpoint(), trouble.stranger()));
        }
        if (trouble.fault() == Wire.Fault.GUARD) {
            return new Verdict(
                    LoginFailure.PROTOCOL,
                    "The server was cut off because " + trouble.reason()
                            + "; check that host and port are a mail server");
        }
        if (trouble.nothingInCommon() != null) {
            return new Verdict(LoginFailure.PROTOCOL, trouble.nothingInCommon());
        }
        Throwable error = trouble.error();
        if (error instanceof AuthenticationFailedException) {
            LoginFailure coded = coded(error.getMessage());
            if (coded == LoginFailure.BAD_CREDENTIALS || coded == null && trouble.complaint() != null) {
                return new Verdict(LoginFailure.BAD_CREDENTIALS, refused(trouble));
            }
            if (coded != null) {
                return new Verdict(coded, advice(coded));
            }
            if (trouble.serverRefused() && trouble.tls()) {
                return new Verdict(LoginFailure.REJECTED_UNSPECIFIED, unexplained(trouble.signIn()));
            }
        }
        Verdict transport = transport(trouble);
        if (transport != null) {
            return transport;
        }
        if (trouble.endpoint().security() == Security.STARTTLS && !trouble.tls()) {
            return new Verdict(
                    LoginFailure.INSECURE,
                    "The server does not offer the TLS upgrade, so nothing was sent; use security TLS on port "
                            + tlsPort(trouble.endpoint().protocol()));
        }
        if (error instanceof AuthenticationFailedException) {
            boolean imap = trouble.endpoint().protocol() == Protocol.IMAP;
            LoginFailure failure = imap ? LoginFailure.REJECTED_UNSPECIFIED : LoginFailure.TEMPORARY;
            return new Verdict(failure, advice(failure));
        }
        if (find(error, BadCommandException.class) == null && isBye(error)) {
            return new Verdict(LoginFailure.TEMPORARY, advice(LoginFailure.TEMPORARY));
        }
        return new Verdict(
                LoginFailure.PROTOCOL,
                "The server does not speak " + trouble.endpoint().protocol() + " as expected; check protocol and port");
    }

    private static String refused(Trouble trouble) {
        return switch (trouble.signIn()) {
            case SignIn.Password password -> advice(LoginFailure.BAD_CREDENTIALS);
            case SignIn.MasterUser master ->
                "The server refuses this master user; check its name and password, and that it may open the mailbox";
            case SignIn.Bearer bearer -> {
                Matcher scope = SCOPE.matcher(trouble.complaint() == null ? "" : trouble.complaint());
                yield "The server refuses this access token; let its client read the mailbox"
                        + (scope.find() ? ", with the scope " + scope.group(1) : "");
            }
        };
    }

    private static String unexplained(SignIn signIn) {
        return switch (signIn) {
            case SignIn.Password password -> advice(LoginFailure.REJECTED_UNSPECIFIED);
            case SignIn.MasterUser master ->
                "The server refuses the master user without a reason; check its name, its password and its rights";
            case SignIn.Bearer bearer ->
                "The server refuses the access token without a reason; check user name, scope and the client's rights";
        };
    }

    private static @Nullable LoginFailure coded(@Nullable String text) {
        Matcher code = CODE.matcher(text == null ? "" : text);
        return code.find() ? CODES.get(code.group(1).toUpperCase(Locale.ROOT)) : null;
    }

    private static @Nullable Verdict transport(Trouble trouble) {
        MailEndpoint endpoint = trouble.endpoint();
        String where = endpoint.host() + " port " + endpoint.port();
        Throwable error = trouble.error();
        if (find(error, EgressRefused.class) != null) {
            return new Verdict(LoginFailure.NETWORK, EgressRefused.SENTENCE);
        }
        if (find(error, UnknownHostException.class) != null) {
            return new Verdict(LoginFailure.NETWORK, "The host " + endpoint.host() + " is not known; check its name");
        }
        if (!trouble.tls() && find(error, SSLException.class) instanceof SSLException handshake) {
            return handshake(handshake, where, endpoint);
        }
        boolean timeout = find(error, SocketTimeoutException.class) != null || trouble.fault() == Wire.Fault.TIMEOUT;
        if (!trouble.greeted() && !trouble.tls() && (timeout || trouble.fault() != null)) {
            return new Verdict(
                    LoginFailure.NETWORK,
                    endpoint.security() == Security.STARTTLS
                            ? where + " gave no greeting; if it is a TLS port, use security TLS"
                            : where + " did not answer; check host, port and firewall");
        }
        if (!trouble.greeted() && (timeout || trouble.fault() != null)) {
            return new Verdict(
                    LoginFailure.TEMPORARY,
                    where + " takes TLS but gives no greeting; check that it is the port of " + endpoint.protocol()
                            + " (usually " + tlsPort(endpoint.protocol()) + ")");
        }
        if (timeout || trouble.fault() != null) {
            return new Verdict(LoginFailure.TEMPORARY, advice(LoginFailure.TEMPORARY));
        }
        if (error instanceof MailConnectException
                || find(error, SocketException.class) != null
                || find(error, EOFException.class) != null) {
            return new Verdict(
                    LoginFailure.NETWORK, "No connection to " + where + "; check host, port and that the server runs");
        }
        return null;
    }

    private static Verdict handshake(SSLException failure, String where, MailEndpoint endpoint) {
        if (find(failure, CertificateExpiredException.class) != null) {
            return tls("The certificate of " + where + " has expired; the server needs a new one");
        }
        if (find(failure, CertificateNotYetValidException.class) != null) {
            return tls("The certificate of " + where + " is not valid yet; check both clocks");
        }
        if (find(failure, CertPathValidatorException.class) instanceof CertPathValidatorException path
                && path.getReason() == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
            return tls("The certificate of " + where
                    + " has a weak key or signature; the server needs one with RSA 2048 or EC 256 bits");
        }
        if (find(failure, CertPathBuilderException.class) != null
                || find(failure, CertPathValidatorException.class) != null) {
            return tls("The certificate of " + where
                    + " is from an unknown authority; name the PEM file of its CA in mailwarden.fetcher.trusted-ca and start"
                    + " the fetcher again");
        }
        if (find(failure, CertificateException.class) != null) {
            return tls("The certificate of " + where
                    + " is for another host name; use the name that stands in the certificate");
        }
        if (String.valueOf(failure.getMessage()).contains("Unsupported or unrecognized SSL message")) {
            return tls(
                    where + " does not speak TLS; use port " + tlsPort(endpoint.protocol()) + " or security STARTTLS");
        }
        if (find(failure, EOFException.class) != null || find(failure, SocketException.class) != null) {
            return new Verdict(
                    LoginFailure.NETWORK, where + " closed the connection during the TLS handshake; check the port");
        }
        return tls("No TLS connection with " + where + " came about; it must offer TLS 1.2 or 1.3");
    }

    private static Verdict tls(String advice) {
        return new Verdict(LoginFailure.TLS, advice);
    }

    private static int tlsPort(Protocol protocol) {
        return protocol == Protocol.IMAP ? 993 : 995;
    }

    private static boolean isBye(Throwable error) {
        return find(error, org.eclipse.angus.mail.iap.ConnectionException.class) != null
                || String.valueOf(error.getMessage()).contains("BYE");
    }

    private static String advice(LoginFailure failure) {
        return switch (failure) {
            case BAD_CREDENTIALS -> "The server refuses this user name and password; set the current password";
            case EXPIRED -> "The password has expired; the user must set a new one";
            case BLOCKED -> "The server blocks this account; ask its administrator";
            case TEMPORARY -> "The server cannot answer now; it will be asked again";
            case THROTTLED -> "The server asks for fewer connections; it will be asked again later";
            case INSECURE -> "The server demands a protected connection; use security TLS";
            case REJECTED_UNSPECIFIED ->
                "The server refuses the sign-in without a reason; check user name and password";
            case PROTOCOL -> "The server does not speak the protocol as expected; check protocol and port";
            case NETWORK -> "No connection; check host and port";
            case TLS -> "No TLS connection came about; check the certificate";
        };
    }

    /** Looks along causes and, for mail exceptions, along the chain the library keeps beside them. */
    static <T extends Throwable> @Nullable T find(@Nullable Throwable error, Class<T> type) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 20; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            Throwable next = at instanceof MessagingException mail && mail.getNextException() != null
                    ? mail.getNextException()
                    : at.getCause();
            at = next;
        }
        return null;
    }
}
