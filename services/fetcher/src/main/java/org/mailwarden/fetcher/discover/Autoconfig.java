// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;

/**
 * Reads a domain's autoconfig document, version 1.1: of each incoming server that is protected, where it is and what it
 * takes. Whatever else stands in it is passed over, and a document with a DTD is not read at all.
 */
final class Autoconfig {

    private static final int MOST_SERVERS = 10;
    private static final int MOST_ELEMENTS = 2_000;
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private Autoconfig() {}

    /** The document is not one, or is not safe to read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /**
     * Reads a document.
     *
     * @param document at most as long as its giver allowed
     * @param address whose settings are wanted; stands in for the placeholders
     * @return in the order of the document, at most 10
     * @throws Unreadable with a plain sentence
     */
    static List<Candidate> read(InputStream document, MailAddress address) throws Unreadable {
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(document);
            List<Candidate> found = new ArrayList<>();
            int elements = 0;
            while (xml.hasNext() && found.size() < MOST_SERVERS) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw new Unreadable("The document has a DTD or entities, which autoconfig does not need");
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (++elements > MOST_ELEMENTS) {
                        throw new Unreadable("The document has more than " + MOST_ELEMENTS + " elements");
                    }
                    if (xml.getLocalName().equals("incomingServer")) {
                        Candidate server = server(xml, address);
                        if (server != null) {
                            found.add(server);
                        }
                    }
                }
            }
            return found;
        } catch (XMLStreamException | RuntimeException malformed) {
            // The message quotes the document.
            throw new Unreadable("The document is no well-formed XML");
        }
    }

    private static XMLInputFactory factory() {
        // The platform's own: another one on the class path has other switches.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory;
    }

    private static @Nullable Candidate server(XMLStreamReader xml, MailAddress address) throws XMLStreamException {
        String type = String.valueOf(xml.getAttributeValue(null, "type"));
        String host = "";
        String port = "";
        String socket = "";
        String username = "";
        List<String> authentication = new ArrayList<>();
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("incomingServer")) {
                return candidate(type, host, port, socket, username, authentication, address);
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "hostname" -> host = filled(xml.getElementText(), address).toLowerCase(Locale.ROOT);
                case "port" -> port = xml.getElementText().strip();
                case "socketType" -> socket = xml.getElementText().strip();
                case "username" -> username = filled(xml.getElementText(), address);
                case "authentication" ->
                    authentication.addAll(methods(xml.getElementText().strip()));
                default -> {
                    // Settings of programs, and what later versions add.
                }
            }
        }
        return null;
    }

    private static @Nullable Candidate candidate(
            String type,
            String host,
            String port,
            String socket,
            String username,
            List<String> authentication,
            MailAddress address) {
        Protocol protocol = type.equals("imap") ? Protocol.IMAP : type.equals("pop3") ? Protocol.POP3 : null;
        Security security = socket.equals("SSL") ? Security.TLS : socket.equals("STARTTLS") ? Security.STARTTLS : null;
        boolean sound =
                HOST.matcher(host).matches() && port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) < 65_536;
        if (protocol == null || security == null || !sound) {
            return null;
        }
        String name = username.isEmpty()
                        || username.length() > 320
                        || username.chars().anyMatch(Character::isISOControl)
                ? address.whole()
                : username;
        return new Candidate(
                protocol,
                host,
                Integer.parseInt(port),
                security,
                name,
                authentication.stream().distinct().toList(),
                Source.AUTOCONFIG,
                Confidence.HIGH,
                null);
    }

    private static List<String> methods(String name) {
        return switch (name) {
            case "OAuth2" -> List.of("OAUTH2");
            case "password-cleartext", "plain" -> List.of("PASSWORD");
            default -> List.of();
        };
    }

    private static String filled(String text, MailAddress address) {
        return text.strip()
                .replace("%EMAILADDRESS%", address.whole())
                .replace("%EMAILLOCALPART%", address.local())
                .replace("%EMAILDOMAIN%", address.domain());
    }
}
