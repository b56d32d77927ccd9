// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.mailwarden.devstack.process.Locked;
import org.mailwarden.devstack.secrets.SecretFiles;

/** A certificate authority of this machine alone, kept in a folder and used again by later runs. */
public final class CertificateAuthority {

    private static final String ALIAS = "authority";
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path pem;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private CertificateAuthority(Path pem, X509Certificate certificate, PrivateKey key) {
        this.pem = pem;
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Opens the authority of a folder, making it on first use.
     *
     * @param folder the folder; created when absent
     * @return the authority
     */
    public static CertificateAuthority in(Path folder) {
        Path pem = folder.resolve("ca.pem");
        Path store = folder.resolve("ca.p12");
        String password = new SecretFiles(folder.resolve("secrets")).get("authority");
        Locked.run(folder.resolve("ca.lock"), () -> {
            if (!Files.exists(pem)) {
                create(pem, store, password);
            }
        });
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password.toCharArray());
            return new CertificateAuthority(pem, (X509Certificate) keys.getCertificate(ALIAS), (PrivateKey)
                    keys.getKey(ALIAS, password.toCharArray()));
        } catch (GeneralSecurityException | IOException cause) {
            throw new IllegalStateException("The certificate authority in " + folder + " cannot be opened", cause);
        }
    }

    /**
     * Names the file that clients trust.
     *
     * @return the authority's certificate as PEM
     */
    public Path certificateFile() {
        return pem;
    }

    /**
     * Returns the certificate that clients trust.
     *
     * @return the authority's certificate
     */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Issues a server certificate with a new EC P-256 key.
     *
     * @param spec what it says
     * @return the certificate and its key
     */
    public IssuedCertificate issue(IssueSpec spec) {
        try {
            return issue(spec, newKeys());
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("No key could be made", cause);
        }
    }

    /**
     * Issues a server certificate for a key that the caller made, for instance one that is too weak.
     *
     * @param spec what it says
     * @param pair the key
     * @return the certificate and its key
     */
    public IssuedCertificate issue(IssueSpec spec, KeyPair pair) {
        X500Principal issuer = certificate.getSubjectX500Principal();
        return new IssuedCertificate(serverCertificate(spec, pair, issuer, key), pair.getPrivate(), certificate);
    }

    /**
     * Makes a server certificate that nobody but its own key vouches for.
     *
     * @param spec what it says
     * @return the certificate and its key
     */
    public static IssuedCertificate selfSigned(IssueSpec spec) {
        try {
            KeyPair pair = newKeys();
            X500Principal itself = new X500Principal("CN=" + spec.dnsNames().getFirst());
            X509Certificate made = serverCertificate(spec, pair, itself, pair.getPrivate());
            return new IssuedCertificate(made, pair.getPrivate(), made);
        } catch (GeneralSecurityException cause) {
            throw new IllegalStateException("No key could be made", cause);
        }
    }

    private static X509Certificate serverCertificate(
            IssueSpec spec, KeyPair pair, X500Principal issuer, PrivateKey issuerKey) {
        try {
            List<GeneralName> names = new ArrayList<>();
            spec.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
            spec.addresses().forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
            var builder = new JcaX509v3CertificateBuilder(
                            issuer,
                            serial(),
                            Date.from(spec.notBefore()),
                            Date.from(spec.notAfter()),
                            new X500Principal("CN=" + spec.dnsNames().getFirst()),
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)));
            return sign(builder, issuerKey);
        } catch (GeneralSecurityException | IOException | OperatorCreationException cause) {
            throw new IllegalStateException("The certificate could not be issued", cause);
        }
    }

    private static void create(Path pem, Path store, String password) throws IOException {
        try {
            KeyPair pair = newKeys();
            Instant now = Clock.systemUTC().instant();
            X500Principal name = new X500Principal("CN=Mailwarden development authority");
            var builder = new JcaX509v3CertificateBuilder(
                            name,
                            serial(),
                            Date.from(now.minus(Duration.ofDays(60))),
                            Date.from(now.plus(LIFETIME)),
                            name,
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            X509Certificate authority = sign(builder, pair.getPrivate());
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(ALIAS, pair.getPrivate(), password.toCharArray(), new X509Certificate[] {authority});
            SecretFiles.write(store, "");
            try (var out = Files.newOutputStream(store)) {
                keys.store(out, password.toCharArray());
            }
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded());
            Files.writeString(pem, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        } catch (GeneralSecurityException | OperatorCreationException cause) {
            throw new IOException("The certificate authority could not be made", cause);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(org.bouncycastle.cert.X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static BigInteger serial() {
        return new BigInteger(127, RANDOM).add(BigInteger.ONE);
    }
}
