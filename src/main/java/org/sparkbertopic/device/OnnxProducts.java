package org.sparkbertopic.device;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.sparkbertopic.compute.ProductDevice;
import org.sparkbertopic.embedding.onnx.NativeCalls;
import org.sparkbertopic.embedding.onnx.NativeLibraries;
import org.sparkbertopic.embedding.onnx.OnnxDevice;

/**
 * Rows that ONNX Runtime compares queries with, by {@link ProductGraph}. They are copied to each
 * device that a caller's task has, once; rows that exceed {@link #PART_FLOATS} numbers are several
 * models, whose best rows are merged. Products exist for a few queries at a time: {@link
 * #CUDA_BLOCK_FLOATS} of them on a GPU, {@link #CPU_BLOCK_FLOATS} for each calling thread on the
 * CPU. Rows that were not asked for lately leave their device ({@link OpenSessions}).
 *
 * <p>On a GPU one call runs at a time, so that memory is bounded however many tasks share it; on
 * the CPU every caller computes on its own thread, as embedding does.
 */
final class OnnxProducts implements ProductDevice.Products {

  /** Most numbers of the rows in one model: 512 MB, far below the 2 GB that a model may have. */
  static final int PART_FLOATS = 1 << 27;

  /** Most products at a time on a GPU: 256 MB. */
  static final int CUDA_BLOCK_FLOATS = 1 << 26;

  /** Most products at a time on the CPU: 16 MB. */
  static final int CPU_BLOCK_FLOATS = 1 << 22;

  /** Held by the call that runs on a GPU. */
  private static final Map<OnnxDevice, Object> TURNS = new ConcurrentHashMap<>();

  private static final Cleaner CLEANER =
      Cleaner.create(
          task -> {
            Thread thread = new Thread(task, "spark-bertopic-device-cleaner");
            thread.setDaemon(true);
            return thread;
          });

  private final float[][] rows;
  private final float[] addends;
  private final Supplier<OnnxDevice> here;
  private final int partFloats;
  private final OpenSessions<Part> sessions = new OpenSessions<>();
  private final Cleaner.Cleanable cleanable = CLEANER.register(this, sessions);

  /**
   * @param here the device of the calling thread
   */
  OnnxProducts(float[][] rows, float[] addends, Supplier<OnnxDevice> here) {
    this(rows, addends, here, PART_FLOATS);
  }

  /** With another size of the parts. */
  OnnxProducts(float[][] rows, float[] addends, Supplier<OnnxDevice> here, int partFloats) {
    this.rows = rows;
    this.addends = addends;
    this.here = here;
    this.partFloats = partFloats;
  }

  @Override
  public void largest(float[][] queries, int count, int[] ids, float[] scores) {
    OnnxDevice device = here.get();
    try (OpenSessions.Use<Part> use = sessions.use(device, this::open)) {
      List<Part> parts = use.parts();
      for (int from = 0, to; from < queries.length; from = to) {
        to = Math.min(queries.length, from + blockOf(device));
        float[][] block = Arrays.copyOfRange(queries, from, to);
        if (parts.size() == 1) {
          parts.get(0).largest(block, count, ids, scores, from * count);
        } else {
          new Best(count).merge(parts, block, ids, scores, from);
        }
      }
    } finally {
      Reference.reachabilityFence(this); // the cleaner must not close what is running
    }
  }

  /** Queries at a time. */
  private int blockOf(OnnxDevice device) {
    int products = device.isCuda() ? CUDA_BLOCK_FLOATS : CPU_BLOCK_FLOATS;
    return Math.max(1, products / Math.min(rows.length, rowsOfPart()));
  }

  private int rowsOfPart() {
    return Math.max(1, partFloats / rows[0].length);
  }

  private List<Part> open(OnnxDevice device) {
    List<Part> parts = new ArrayList<>();
    try {
      for (int from = 0; from < rows.length; from += rowsOfPart()) {
        int to = Math.min(rows.length, from + rowsOfPart());
        OrtSession session =
            session(
                ProductGraph.of(
                    Arrays.copyOfRange(rows, from, to), Arrays.copyOfRange(addends, from, to)),
                device);
        parts.add(new Part(session, from, to - from, device));
      }
      return parts;
    } catch (RuntimeException e) {
      parts.forEach(Part::close);
      throw e;
    }
  }

  private static OrtSession session(ByteBuffer model, OnnxDevice device) {
    NativeCalls.Call call = NativeCalls.begin();
    try {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      try (SessionOptions options = new SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        device.configure(options);
        return environment.createSession(model, options);
      }
    } catch (OrtException e) {
      throw unusable(device, e);
    } catch (LinkageError e) {
      throw NativeLibraries.withoutOnnxRuntime(e);
    } finally {
      call.close();
    }
  }

  private static IllegalStateException unusable(OnnxDevice device, OrtException cause) {
    String reason = String.valueOf(cause.getMessage()).strip();
    return new IllegalStateException(
        device.isCuda()
            ? "neighbours cannot be searched on "
                + device
                + " ("
                + reason
                + "); "
                + NeighborsDevice.INSTALL
            : "ONNX Runtime refused the search for neighbours (" + reason + ")",
        cause);
  }

  @Override
  public void close() {
    cleanable.clean();
  }

  /** Consecutive rows in a session. */
  private static final class Part implements OpenSessions.Session {

    private final OrtSession session;
    private final int first;
    private final int rows;
    private final OnnxDevice device;

    Part(OrtSession session, int first, int rows, OnnxDevice device) {
      this.session = session;
      this.first = first;
      this.rows = rows;
      this.device = device;
    }

    /** Writes {@code min(count, rows)} numbers and scores for each query, from {@code start} on. */
    int largest(float[][] queries, int count, int[] ids, float[] scores, int start) {
      int each = Math.min(count, rows);
      if (device.isCuda()) {
        synchronized (TURNS.computeIfAbsent(device, its -> new Object())) {
          run(queries, each, ids, scores, start);
        }
      } else {
        run(queries, each, ids, scores, start);
      }
      return each;
    }

    private void run(float[][] queries, int each, int[] ids, float[] scores, int start) {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      NativeCalls.Call call = NativeCalls.begin();
      try (OnnxTensor block = tensor(environment, queries);
          OnnxTensor count =
              OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {each}), ONE);
          OrtSession.Result result =
              session.run(Map.of(ProductGraph.QUERIES, block, ProductGraph.COUNT, count))) {
        FloatBuffer best = output(result, ProductGraph.SCORES).getFloatBuffer();
        LongBuffer places = output(result, ProductGraph.IDS).getLongBuffer();
        for (int i = 0; i < queries.length * each; i++) {
          scores[start + i] = best.get(i);
          ids[start + i] = first + (int) places.get(i);
        }
      } catch (OrtException e) {
        throw unusable(device, e);
      } finally {
        call.close();
      }
    }

    private static final long[] ONE = {1};

    private static OnnxTensor output(OrtSession.Result result, String name) {
      return (OnnxTensor) result.get(name).orElseThrow();
    }

    private static OnnxTensor tensor(OrtEnvironment environment, float[][] queries)
        throws OrtException {
      long[] shape = {queries.length, queries[0].length};
      FloatBuffer numbers =
          ByteBuffer.allocateDirect(Math.toIntExact(Float.BYTES * shape[0] * shape[1]))
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      for (float[] query : queries) {
        numbers.put(query);
      }
      return OnnxTensor.createTensor(environment, numbers.flip(), shape);
    }

    @Override
    public void close() {
      NativeCalls.Call call = NativeCalls.begin();
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime could not close a session", e);
      } finally {
        call.close();
      }
    }
  }

  /** Merges the best rows of several parts. */
  private record Best(int count) {

    void merge(List<Part> parts, float[][] queries, int[] ids, float[] scores, int firstQuery) {
      int[] partIds = new int[queries.length * count];
      float[] partScores = new float[partIds.length];
      int[] sizes = new int[queries.length];
      for (Part part : parts) {
        int each = part.largest(queries, count, partIds, partScores, 0);
        for (int query = 0; query < queries.length; query++) {
          int start = (firstQuery + query) * count;
          for (int i = query * each; i < (query + 1) * each; i++) {
            sizes[query] = insert(partIds[i], partScores[i], ids, scores, start, sizes[query]);
          }
        }
      }
    }

    /** Inserts into {@code [start, start + size)}, largest first; returns the new size. */
    private int insert(int id, float score, int[] ids, float[] scores, int start, int size) {
      int place = size;
      while (place > 0 && score > scores[start + place - 1]) {
        place--;
      }
      if (place == count) {
        return size;
      }
      int kept = Math.min(size, count - 1) - place;
      System.arraycopy(ids, start + place, ids, start + place + 1, kept);
      System.arraycopy(scores, start + place, scores, start + place + 1, kept);
      ids[start + place] = id;
      scores[start + place] = score;
      return Math.min(size + 1, count);
    }
  }
}
