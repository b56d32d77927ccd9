// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateExpiredException;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleMailServerTest {

    @TempDir
    Path folder;

    @Test
    void mailStaysInTheMailboxAcrossAStopAndAStart() throws Exception {
        try (SampleMailServer server = new SampleMailServer(folder, MailPorts.free()).start()) {
            // Given
            server.addUser("anna@example.org", "anna", "first-password");
            send(server, "anna@example.org", "Grüße");

            // When
            server.stop();
            server.start();

            // Then
            assertThat(server.inbox("anna")).extracting(ReceivedMail::subject).containsExactly("Grüße");
            assertThat(server.inbox("anna").getFirst().text()).contains("Hello");
            assertThat(count(server, "imaps", server.ports().imaps(), "first-password"))
                    .isEqualTo(1);
            assertThat(count(server, "pop3s", server.ports().pop3s(), "first-password"))
                    .isEqualTo(1);
        }
    }

    @Test
    void changedPasswordIsTheOnlyOneThatOpensTheMailbox() throws Exception {
        try (SampleMailServer server = new SampleMailServer(folder, MailPorts.free()).start()) {
            // Given
            server.addUser("anna@example.org", "anna", "first-password");

            // When
            server.changePassword("anna", "second-password");

            // Then
            assertThat(count(server, "imaps", server.ports().imaps(), "second-password"))
                    .isZero();
            assertThatThrownBy(() -> count(server, "imaps", server.ports().imaps(), "first-password"))
                    .isInstanceOf(MessagingException.class);
        }
    }

    @Test
    void expiredCertificateIsRefusedByAClientThatTrustsTheAuthority() {
        try (SampleMailServer server = new SampleMailServer(folder, MailPorts.free(), IssueSpec.expired()).start()) {
            // Given
            server.addUser("anna@example.org", "anna", "first-password");

            // When / Then
            assertThatThrownBy(() -> count(server, "imaps", server.ports().imaps(), "first-password"))
                    .hasRootCauseInstanceOf(CertificateExpiredException.class);
        }
    }

    @Test
    void certificateOfAnotherHostIsRefused() {
        try (SampleMailServer server = new SampleMailServer(folder, MailPorts.free(), IssueSpec.wrongHost()).start()) {
            // Given
            server.addUser("anna@example.org", "anna", "first-password");

            // When / Then
            assertThatThrownBy(() -> count(server, "imaps", server.ports().imaps(), "first-password"))
                    .hasStackTraceContaining("No subject alternative");
        }
    }

    private static void send(SampleMailServer server, String to, String subject) throws MessagingException {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", Integer.toString(server.ports().smtp()));
        MimeMessage message = new MimeMessage(Session.getInstance(settings));
        message.setFrom(new InternetAddress("sender@example.org"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "utf-8");
        message.setText("Hello", "utf-8");
        Transport.send(message);
    }

    private static int count(SampleMailServer server, String protocol, int port, String password) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", server.authority().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        Properties settings = new Properties();
        settings.put("mail." + protocol + ".ssl.socketFactory", tls.getSocketFactory());
        settings.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        // Otherwise the client tries again with the system's authorities, and reports that failure.
        settings.put("mail." + protocol + ".socketFactory.fallback", "false");
        try (Store store = Session.getInstance(settings).getStore(protocol)) {
            store.connect("localhost", port, "anna", password);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                return inbox.getMessageCount();
            }
        }
    }
}
