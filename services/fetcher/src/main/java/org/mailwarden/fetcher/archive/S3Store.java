// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of a bucket. A bucket shows an object only when all of it has arrived. */
final class S3Store implements ArchiveStore, AutoCloseable {

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    S3Store(ArchiveConfig.S3 config) {
        this.bucket = config.bucket().orElseThrow(() -> missing("bucket", "the bucket to use"));
        this.prefix = config.prefix();
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(credentials(config))
                // The checksums that newer clients add are unknown to many stores; what is kept is sealed anyway.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(UrlConnectionHttpClient.create());
        config.endpoint()
                .map(S3Store::checked)
                .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
        this.client = builder.build();
    }

    private static URI checked(URI endpoint) {
        if (!"https".equals(endpoint.getScheme()) && !THIS_MACHINE.contains(endpoint.getHost())) {
            throw new IllegalStateException("mailwarden.fetcher.archive.s3.endpoint must be https beyond this machine");
        }
        return endpoint;
    }

    private static AwsCredentialsProvider credentials(ArchiveConfig.S3 config) {
        String who = config.accessKey().orElseThrow(() -> missing("access-key", "the name of the key that signs"));
        Path file = config.secretKeyFile()
                .orElseThrow(() -> missing("secret-key-file", "the file with the key that signs"));
        try (Secret key =
                Secret.of(Files.readString(file, StandardCharsets.UTF_8).strip())) {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    who, key.revealString(SecretAccess.because("sign requests to the archive"))));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "mailwarden.fetcher.archive.s3.secret-key-file cannot be read; name a file that the service may read",
                    e);
        }
    }

    private static IllegalStateException missing(String name, String what) {
        return new IllegalStateException("mailwarden.fetcher.archive.store is S3, so mailwarden.fetcher.archive.s3."
                + name + " must name " + what);
    }

    @Override
    public void put(String name, Path file) throws IOException {
        try {
            client.putObject(request -> request.bucket(bucket).key(prefix + name), RequestBody.fromFile(file));
        } catch (SdkException e) {
            throw new IOException(e);
        }
        Files.deleteIfExists(file);
    }

    @Override
    public InputStream open(String name) throws IOException {
        try {
            return client.getObject(request -> request.bucket(bucket).key(prefix + name));
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(name);
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void remove(String name) throws IOException {
        try {
            client.deleteObject(request -> request.bucket(bucket).key(prefix + name));
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void removeAll(String name) throws IOException {
        try {
            List<String> keys;
            do {
                keys = client
                        .listObjectsV2(request ->
                                request.bucket(bucket).prefix(prefix + name).maxKeys(1_000))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList();
                for (String key : keys) {
                    client.deleteObject(request -> request.bucket(bucket).key(key));
                }
            } while (!keys.isEmpty());
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
