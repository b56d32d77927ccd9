// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server certificate with its key and its issuer.
 *
 * @param certificate the certificate
 * @param key its private key
 * @param issuer the authority's certificate
 */
public record IssuedCertificate(X509Certificate certificate, PrivateKey key, X509Certificate issuer) {

    /**
     * Makes a TLS context for a server that presents this certificate.
     *
     * @return the context
     */
    public SSLContext serverContext() {
        try {
            char[] password = "in-memory".toCharArray();
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(password), password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException cause) {
            throw new IllegalStateException("The certificate cannot serve TLS", cause);
        }
    }

    /**
     * Writes certificate and key as PKCS #12, readable by the owner only.
     *
     * @param file the file; replaced
     * @param password the password of the file
     */
    public void writePkcs12(Path file, String password) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (OutputStream out = Files.newOutputStream(file)) {
                keyStore(password.toCharArray()).store(out, password.toCharArray());
            }
        } catch (GeneralSecurityException | IOException cause) {
            throw new IllegalStateException("The key file " + file + " could not be written", cause);
        }
    }

    /**
     * Writes certificate and key as PEM, the key readable by the owner only.
     *
     * @param certificateFile takes the certificate; created
     * @param keyFile takes the key, PKCS #8; created
     */
    public void writePem(Path certificateFile, Path keyFile) {
        try {
            Files.writeString(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
            Files.createFile(
                    keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
        } catch (GeneralSecurityException | IOException cause) {
            throw new IllegalStateException("The certificate could not be written to " + certificateFile, cause);
        }
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }

    private KeyStore keyStore(char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("server", key, password, chain());
        return store;
    }

    private Certificate[] chain() {
        return certificate.equals(issuer) ? new Certificate[] {certificate} : new Certificate[] {certificate, issuer};
    }

    @Override
    public String toString() {
        return "IssuedCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
