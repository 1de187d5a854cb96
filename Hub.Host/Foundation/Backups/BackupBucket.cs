using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Hub.Domain;
using Hub.Host.Foundation.Security;

namespace Hub.Host.Foundation.Backups;

/// <summary>The backups in a bucket that speaks S3. Whatever goes wrong is one sentence.</summary>
internal sealed class BackupBucket(BucketOptions options) : IDisposable
{
    public const string Scheme = "s3://";

    /// <summary>A bigger backup goes in parts of this size; memory holds a piece of one.</summary>
    internal const long PartBytes = 32L * 1024 * 1024;

    private const int MostRetries = 2;

    /// <summary>What the client says where no answer came.</summary>
    private const HttpStatusCode Unanswered = default;

    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(10);

    private readonly AmazonS3Client client = new(new BasicAWSCredentials(options.AccessKey, options.SecretKey), new AmazonS3Config
    {
        ServiceURL = options.Endpoint!.AbsoluteUri,
        AuthenticationRegion = options.Region,
        ForcePathStyle = options.PathStyle,
        MaxErrorRetry = MostRetries,
        Timeout = LongestRequest,

        // Other servers than Amazon's know no trailing checksums.
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    /// <summary>As people name it; each of its files begins so.</summary>
    public string Address => $"{Scheme}{options.Bucket}/{options.Prefix}";

    /// <param name="partBytes">The size of a part.</param>
    public Task PutAsync(string path, string name, CancellationToken token, long partBytes = PartBytes) => SayAsync(async () =>
    {
        if (new FileInfo(path).Length <= partBytes)
        {
            await client.PutObjectAsync(new PutObjectRequest { BucketName = options.Bucket, Key = KeyOf(name), FilePath = path, UseChunkEncoding = false }, token);
        }
        else
        {
            await PutPartsAsync(path, KeyOf(name), partBytes, token);
        }

        return true;
    }, token);

    /// <returns>Newest first.</returns>
    public Task<IReadOnlyList<BackupFile>> ListAsync(CancellationToken token) => SayAsync<IReadOnlyList<BackupFile>>(async () =>
    {
        var found = new List<BackupFile>();
        var request = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = options.Prefix };
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request, token);
            found.AddRange((page.S3Objects ?? []).Select(o => BackupFile.Of($"{Scheme}{options.Bucket}/{o.Key}", o.Size ?? 0)).OfType<BackupFile>());
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);

        return [.. found.OrderByDescending(b => b.TakenAt)];
    }, token);

    /// <summary>Brings one to the disk.</summary>
    /// <param name="target">Made here, readable for its owner only.</param>
    public Task FetchAsync(string name, string target, CancellationToken token) => SayAsync(async () =>
    {
        using var answer = await client.GetObjectAsync(options.Bucket, KeyOf(name), token);
        await using var file = PrivateFiles.Create(target);
        await answer.ResponseStream.CopyToAsync(file, token);
        return file.Length == answer.ContentLength ? true : throw new IOException($"{file.Length}/{answer.ContentLength}");
    }, token);

    public Task DeleteAsync(string name, CancellationToken token) => SayAsync(async () => await client.DeleteObjectAsync(options.Bucket, KeyOf(name), token), token);

    public void Dispose() => client.Dispose();

    private async Task PutPartsAsync(string path, string key, long partBytes, CancellationToken token)
    {
        var begun = await client.InitiateMultipartUploadAsync(options.Bucket, key, token);
        try
        {
            var parts = new List<PartETag>();
            var length = new FileInfo(path).Length;
            for (var from = 0L; from < length; from += partBytes)
            {
                var put = await client.UploadPartAsync(new UploadPartRequest
                {
                    BucketName = options.Bucket,
                    Key = key,
                    UploadId = begun.UploadId,
                    PartNumber = parts.Count + 1,
                    FilePath = path,
                    FilePosition = from,
                    PartSize = Math.Min(partBytes, length - from),
                    UseChunkEncoding = false,
                }, token);
                parts.Add(new PartETag(parts.Count + 1, put.ETag));
            }

            await client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = options.Bucket, Key = key, UploadId = begun.UploadId, PartETags = parts }, token);
        }
        catch (AmazonS3Exception)
        {
            await client.AbortMultipartUploadAsync(options.Bucket, key, begun.UploadId, CancellationToken.None);
            throw;
        }
    }

    /// <summary>The name in the bucket of what somebody called by its whole address.</summary>
    /// <exception cref="BackupRefusal">It is the address of another bucket.</exception>
    public string NameOf(string address) =>
        !address.StartsWith(Scheme, StringComparison.Ordinal) ? address
        : address.StartsWith(Address, StringComparison.Ordinal) ? address[Address.Length..]
        : throw new BackupRefusal(Said.Of<BackupTexts>("OtherBucket", address, Address));

    private string KeyOf(string name) => options.Prefix + name;

    private async Task<T> SayAsync<T>(Func<Task<T>> act, CancellationToken token)
    {
        try
        {
            return await act();
        }
        catch (AmazonServiceException refused)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>(Sentence(refused), Address, refused.Message), refused);
        }
        catch (Exception cut) when (cut is AmazonClientException or HttpRequestException or IOException || (cut is OperationCanceledException && !token.IsCancellationRequested))
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("BucketSilent", Address, cut.Message), cut);
        }
    }

    private static string Sentence(AmazonServiceException refused) => refused switch
    {
        { ErrorCode: "NoSuchBucket" } => "BucketMissing",
        { ErrorCode: "NoSuchKey" } => "BucketNoFile",
        { ErrorCode: "QuotaExceeded" or "XMinioStorageFull" or "XMinioAdminBucketQuotaExceeded" or "InsufficientStorage" } or { StatusCode: HttpStatusCode.InsufficientStorage } => "BucketFull",
        { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } => "BucketForbids",
        { StatusCode: Unanswered or >= HttpStatusCode.InternalServerError } => "BucketSilent",
        _ => "BucketRefuses",
    };
}
