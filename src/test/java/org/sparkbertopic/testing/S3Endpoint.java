package org.sparkbertopic.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/**
 * A real S3 endpoint in this JVM, in memory, on loopback and a port that the system chooses, with
 * one empty bucket. Requests must be signed.
 *
 * <p>S3Proxy brings other versions of Spark's own libraries; a class loader that knows the JDK and
 * S3Proxy's jar alone keeps the two apart, so it is called by reflection.
 */
public final class S3Endpoint implements AutoCloseable {

  private static final String ACCESS_KEY = "test-access-key";
  private static final String SECRET_KEY = "test-secret-key";

  private final URLClassLoader loader;
  private final String bucket;
  private Closeable store;
  private Object proxy;

  private S3Endpoint(String bucket) throws IOException {
    this.bucket = bucket;
    Path jar = Path.of(System.getProperty("s3proxy.under.test"));
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "'" + jar + "' must be there; the build copies it before the tests");
    }
    // The folder with its logging configuration comes first: the jar has one that tells too much.
    URL[] urls = {S3Endpoint.class.getResource("/s3proxy/"), jar.toUri().toURL()};
    this.loader = new URLClassLoader("s3proxy", urls, ClassLoader.getPlatformClassLoader());
  }

  /** Starts an endpoint with an empty bucket. */
  public static S3Endpoint start(String bucket) throws Exception {
    S3Endpoint endpoint = new S3Endpoint(bucket);
    try {
      endpoint.startProxy();
      return endpoint;
    } catch (Exception e) {
      endpoint.close();
      throw e;
    }
  }

  private void startProxy() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Its service loaders look there, and its threads take it over.
    thread.setContextClassLoader(loader);
    try {
      Class<?> contexts = type("org.jclouds.ContextBuilder");
      Class<?> storeContext = type("org.jclouds.blobstore.BlobStoreContext");
      Object builder = contexts.getMethod("newBuilder", String.class).invoke(null, "transient");
      store =
          (Closeable) contexts.getMethod("buildView", Class.class).invoke(builder, storeContext);
      Object blobs = storeContext.getMethod("getBlobStore").invoke(store);
      Class<?> blobStore = type("org.jclouds.blobstore.BlobStore");
      blobStore
          .getMethod("createContainerInLocation", type("org.jclouds.domain.Location"), String.class)
          .invoke(blobs, null, bucket);
      proxy = build(blobStore, blobs);
      proxy.getClass().getMethod("start").invoke(proxy);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Object build(Class<?> blobStore, Object blobs) throws ReflectiveOperationException {
    Class<?> authentication = type("org.gaul.s3proxy.AuthenticationType");
    Object builder = type("org.gaul.s3proxy.S3Proxy").getMethod("builder").invoke(null);
    Class<?> builders = builder.getClass();
    builders.getMethod("endpoint", URI.class).invoke(builder, URI.create("http://127.0.0.1:0"));
    builders.getMethod("blobStore", blobStore).invoke(builder, blobs);
    builders
        .getMethod("awsAuthentication", authentication, String.class, String.class)
        .invoke(builder, authentication.getField("AWS_V2_OR_V4").get(null), ACCESS_KEY, SECRET_KEY);
    return builders.getMethod("build").invoke(builder);
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, true, loader);
  }

  /** Makes {@code s3a://BUCKET} mean this endpoint's bucket; other buckets are left alone. */
  public void configure(Configuration hadoop) throws ReflectiveOperationException {
    String prefix = "fs.s3a.bucket." + bucket + ".";
    Object port = proxy.getClass().getMethod("getPort").invoke(proxy);
    hadoop.set(prefix + "endpoint", "http://127.0.0.1:" + port);
    hadoop.set(prefix + "endpoint.region", "us-east-1");
    hadoop.set(prefix + "path.style.access", "true");
    hadoop.set(prefix + "connection.ssl.enabled", "false");
    hadoop.set(prefix + "access.key", ACCESS_KEY);
    hadoop.set(prefix + "secret.key", SECRET_KEY);
    hadoop.set(
        prefix + "aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
  }

  /** The bucket, for paths. */
  public String uri() {
    return "s3a://" + bucket;
  }

  @Override
  public void close() throws IOException, ReflectiveOperationException {
    try {
      if (proxy != null) {
        proxy.getClass().getMethod("stop").invoke(proxy);
      }
      if (store != null) {
        store.close();
      }
    } finally {
      loader.close();
    }
  }
}
