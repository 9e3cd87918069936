/// What is wrong with a signature, before its value is looked at.
public enum SignatureFault: Hashable, Sendable {
    /// Another content was signed: the hashes differ.
    case contentChanged
    /// There is no hash of the content, or no kind, or another kind than data.
    case attributesMissing
    /// The signer's certificate does not travel with the signature.
    case certificateMissing
    /// The certificate is not named by its hash in what was signed, as PAdES asks (signingCertificateV2).
    case certificateNotBound
    /// Another certificate was named in what was signed.
    case otherCertificate
}

extension SignedData {
    /// What is wrong with a signature over `content`, in the order of `SignatureFault`; the value is still to be checked.
    public func faults(content signed: [UInt8], type: OID? = nil) -> [SignatureFault] {
        var faults: [SignatureFault] = []
        if let digest = signer.messageDigest, digest != signer.digestAlgorithm.hash(signed) { faults.append(.contentChanged) }
        if signer.messageDigest == nil || signer.contentType != (type ?? .data) || contentType != (type ?? .data) {
            faults.append(.attributesMissing)
        }
        if let certificate {
            switch signer.isBound(to: certificate) {
            case true?: break
            case false?: faults.append(.otherCertificate)
            case nil: faults.append(.certificateNotBound)
            }
        } else {
            faults.append(.certificateMissing)
        }
        return faults
    }
}
