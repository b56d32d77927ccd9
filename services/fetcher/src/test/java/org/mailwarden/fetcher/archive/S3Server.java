// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.devstack.process.GuardedProcess;

/** An S3-compatible server in a process of its own, since it brings half a framework along. */
final class S3Server implements AutoCloseable {

    private static final String BUCKET = "mail";

    /** Its plain connector listens everywhere unless its bean is told otherwise. */
    private static final String ON_LOOPBACK = """
            <beans xmlns="http://www.springframework.org/schema/beans"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.springframework.org/schema/beans
                http://www.springframework.org/schema/beans/spring-beans.xsd">
              <bean class="org.springframework.beans.factory.config.MethodInvokingBean" lazy-init="false">
                <property name="targetObject">
                  <bean class="org.springframework.beans.factory.config.MethodInvokingFactoryBean">
                    <property name="targetObject" ref="s3MockConfiguration"/>
                    <property name="targetMethod" value="getHttpConnector"/>
                  </bean>
                </property>
                <property name="targetMethod" value="setProperty"/>
                <property name="arguments"><list><value>address</value><value>127.0.0.1</value></list></property>
              </bean>
            </beans>
            """;

    private final int port = FreePorts.next();
    private final Path folder;
    private final GuardedProcess process;

    S3Server() throws IOException {
        folder = Files.createTempDirectory("mailwarden-s3");
        Files.createDirectories(folder.resolve("objects"));
        Path beans = Files.writeString(folder.resolve("loopback.xml"), ON_LOOPBACK);
        process = GuardedProcess.start(new GuardedProcess.Spec(
                "the S3-compatible server",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Dhttp.port=" + port,
                        "-Dserver.port=" + FreePorts.next(),
                        "-Dserver.address=127.0.0.1",
                        "-Dspring.main.sources=" + beans.toUri(),
                        "-Dcom.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                        "-Dcom.adobe.testing.s3mock.store.root=" + folder.resolve("objects"),
                        "-jar",
                        jar().toString()),
                Map.of(),
                folder,
                folder.resolve("s3.log"),
                GuardedProcess.StopSignal.TERM));
        process.awaitReady(this::listens, Duration.ofMillis(200), Duration.ofMinutes(4));
    }

    private static Path jar() throws IOException {
        try (var files = Files.newDirectoryStream(Path.of("target", "s3"), "s3mock-*-exec.jar")) {
            return files.iterator().next().toAbsolutePath();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    ArchiveConfig.S3 config() throws IOException {
        Path key = Files.writeString(folder.resolve("secret-key"), "any\n");
        return new Config(
                Optional.of(URI.create("http://127.0.0.1:" + port)),
                "us-east-1",
                Optional.of(BUCKET),
                "mailwarden/",
                Optional.of("any"),
                Optional.of(key));
    }

    record Config(
            Optional<URI> endpoint,
            String region,
            Optional<String> bucket,
            String prefix,
            Optional<String> accessKey,
            Optional<Path> secretKeyFile)
            implements ArchiveConfig.S3 {}

    @Override
    public void close() {
        process.stop(Duration.ofSeconds(10));
        org.mailwarden.devstack.process.FileTrees.delete(folder);
    }
}
