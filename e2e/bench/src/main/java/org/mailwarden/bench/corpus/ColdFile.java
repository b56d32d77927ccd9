// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.corpus;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

/** A file that the machine is made to forget, so that the next read of each page comes from the disk. */
final class ColdFile implements AutoCloseable {

    /** The least that a disk gives. */
    static final int PAGE = 4096;

    private static final long SEED = 20_261_126;
    private static final int READ_ONLY = 0;
    /** The POSIX_FADV_DONTNEED of Linux (man 2 posix_fadvise). */
    private static final int DONT_NEED = 4;

    private final Path file;
    private final FileChannel channel;
    private final MethodHandle open =
            function("open", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private final MethodHandle advise = function(
            "posix_fadvise",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT));
    private final MethodHandle close =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    ColdFile(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        SymbolLookup library = Linker.nativeLinker().defaultLookup();
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }

    /** Drops every page of the file from memory. */
    void forget() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(file.toString());
            int descriptor = (int) open.invokeExact(path, READ_ONLY);
            int failed = (int) advise.invokeExact(descriptor, 0L, 0L, DONT_NEED);
            int ignored = (int) close.invokeExact(descriptor);
            if (descriptor < 0 || failed != 0) {
                throw new IOException("The pages of " + file + " cannot be dropped from memory");
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads so many pages, each from a random place. */
    void read(int pages) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        ByteBuffer page = ByteBuffer.allocate(PAGE);
        long places = Math.max(1, channel.size() / PAGE);
        for (int i = 0; i < pages; i++) {
            page.clear();
            channel.read(page, random.nextLong(places) * PAGE);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
